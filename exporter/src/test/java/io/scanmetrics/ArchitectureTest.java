package io.scanmetrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The way of the data, as rules: who may know whom. */
@AnalyzeClasses(packages = "io.scanmetrics", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] DATABASE = {
    "java.sql..", "javax.sql..", "com.zaxxer..", "org.postgresql..", "org.flywaydb.."
  };

  @ArchTest
  static final ArchRule the_vocabulary_knows_the_JDK_alone =
      classes()
          .that()
          .resideInAPackage("io.scanmetrics")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "io.scanmetrics");

  @ArchTest
  static final ArchRule assembling_knows_neither_where_scans_come_from_nor_where_they_go =
      noClasses()
          .that()
          .resideInAPackage("..assemble..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.opentelemetry..", "..scanmetrics.store..", "..scanmetrics.otel..");

  @ArchTest
  static final ArchRule storing_knows_nothing_of_spans =
      noClasses()
          .that()
          .resideInAPackage("..store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry..", "..scanmetrics.otel..");

  @ArchTest
  static final ArchRule one_package_knows_the_database =
      noClasses()
          .that()
          .resideOutsideOfPackage("..store.postgres..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DATABASE);

  @ArchTest
  static final ArchRule the_port_does_not_know_what_is_behind_it =
      noClasses()
          .that()
          .resideInAPackage("io.scanmetrics.store")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..store.postgres..");

  @ArchTest
  static final ArchRule one_package_knows_how_SDKs_are_configured =
      noClasses()
          .that()
          .resideOutsideOfPackage("..scanmetrics.otel..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry.sdk.autoconfigure..");

  @ArchTest
  static final ArchRule one_package_uses_what_is_still_moving_in_OpenTelemetry =
      noClasses()
          .that()
          .resideOutsideOfPackage("..otel.declarative..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry..internal..", "io.opentelemetry..incubator..");

  @ArchTest
  static final ArchRule the_exporter_knows_nothing_of_the_agent =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.scanmetrics.agent..", "org.objectweb.asm..", "io.micrometer..");

  @ArchTest
  static final ArchRule packages_form_no_cycles =
      slices().matching("io.scanmetrics.(**)").should().beFreeOfCycles();
}
