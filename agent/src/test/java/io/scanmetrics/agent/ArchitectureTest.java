package io.scanmetrics.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The way of the data, as rules: who may know whom. */
@AnalyzeClasses(
    packages = "io.scanmetrics.agent",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule the_entry_point_knows_the_JDK_alone =
      classes()
          .that()
          .resideInAPackage("io.scanmetrics.agent")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "io.scanmetrics.agent");

  @ArchTest
  static final ArchRule the_bridge_knows_the_JDK_alone =
      classes()
          .that()
          .resideInAPackage("..agent.bridge..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "..agent.bridge..");

  @ArchTest
  static final ArchRule one_package_knows_ASM =
      noClasses()
          .that()
          .resideOutsideOfPackage("..agent.instrument..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.objectweb.asm..");

  @ArchTest
  static final ArchRule only_spans_meters_and_the_hosted_agent_know_OpenTelemetry =
      noClasses()
          .that()
          .resideOutsideOfPackages("..agent.spans..", "..agent.meters..", "..agent.hosted..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule rules_know_neither_instrumentation_nor_telemetry =
      noClasses()
          .that()
          .resideInAPackage("..agent.rules..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..agent.instrument..", "..agent.telemetry..", "org.objectweb.asm..");

  @ArchTest
  static final ArchRule what_calls_mean_does_not_depend_on_who_records_it =
      noClasses()
          .that()
          .resideInAPackage("..agent.telemetry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..agent.recording..",
              "..agent.spans..",
              "..scanmetrics.assemble..",
              "..scanmetrics.store..");

  @ArchTest
  static final ArchRule nobody_knows_the_database_but_the_exporter =
      noClasses()
          .that()
          .resideOutsideOfPackage("..agent.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "org.postgresql..");

  @ArchTest
  static final ArchRule the_applications_logging_is_not_touched =
      noClasses()
          .that()
          .doNotHaveSimpleName("LibraryLogger")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "org.slf4j..");

  @ArchTest
  static final ArchRule packages_form_no_cycles =
      slices().matching("io.scanmetrics.agent.(*)..").should().beFreeOfCycles();
}
