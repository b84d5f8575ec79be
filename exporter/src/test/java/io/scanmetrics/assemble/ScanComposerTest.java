package io.scanmetrics.assemble;

import static io.scanmetrics.assemble.TestSpan.phase;
import static io.scanmetrics.assemble.TestSpan.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScanComposerTest {
  private static final String UUID_TEXT = "7F0C9A52-0b3e-4d6f-9a77-a1b2c3d4e5f6";
  private static final UUID NIL = new UUID(0, 0);

  @Nested
  class Ids {
    @Test
    void ofTextAreMappedAndTheTextIsKept() {
      Scan scan =
          only(
              scan(1, 1, "nightly")
                  .with("scan.tenant.id", "acme")
                  .with("scan.surface.id", "web shop"));

      UUID acme = Identifiers.tenant("acme");
      assertThat(scan.tenantId()).isEqualTo(acme);
      assertThat(scan.scanId()).isEqualTo(Identifiers.ofTenant(acme, "nightly"));
      assertThat(scan.columns())
          .containsEntry(ScanAttribute.SURFACE_ID, Identifiers.ofTenant(acme, "web shop"));
      assertThat(scan.attributes())
          .containsEntry("scan.id", "nightly")
          .containsEntry("scan.tenant.id", "acme")
          .containsEntry("scan.surface.id", "web shop");
    }

    @Test
    void thatAreUuidsStayAndAreKeptOnce() {
      Scan scan =
          only(
              scan(1, 1, UUID_TEXT)
                  .with("scan.tenant.id", UUID_TEXT)
                  .with("scan.surface.id", UUID_TEXT));

      UUID id = UUID.fromString(UUID_TEXT);
      assertThat(scan.tenantId()).isEqualTo(id);
      assertThat(scan.scanId()).isEqualTo(id);
      assertThat(scan.columns()).containsEntry(ScanAttribute.SURFACE_ID, id);
      assertThat(scan.attributes()).isEmpty();
    }

    @Test
    void thatAreMissingComeFromTheTraceAndTheConfiguration() {
      Scan scan = only(scan(0x4bf92f, 1, "").with("scan.tenant.id", ""));

      assertThat(scan.metricsId()).isEqualTo(new UUID(0, 0x4bf92f));
      assertThat(scan.scanId()).isEqualTo(scan.metricsId());
      assertThat(scan.tenantId()).isEqualTo(NIL);
      assertThat(scan.columns()).isEmpty();
      assertThat(scan.attributes()).isEmpty();
    }

    @Test
    void mayBeNumbers() {
      Scan scan = only(TestSpan.plain(1, 1).with("scan.id", 4711));

      assertThat(scan.scanId()).isEqualTo(Identifiers.ofTenant(NIL, "4711"));
    }

    @Test
    void ofAConfiguredTenantAreMappedToo() {
      AssemblyUnderTest assembly = new AssemblyUnderTest("acme", AssemblyUnderTest.ROOMY);
      assembly.ended(scan(1, 1, "nightly"));

      assertThat(assembly.only().tenantId()).isEqualTo(Identifiers.tenant("acme"));
      assertThat(assembly.only().attributes()).containsEntry("scan.tenant.id", "acme");
    }

    @Test
    void ofScansInAForeignTraceAreTheirOwn() {
      List<Scan> scans = AssemblyUnderTest.of(scan(1, 1, "a").inside(9), scan(1, 2, "b").inside(9));

      assertThat(scans.get(0).metricsId())
          .isEqualTo(Identifiers.metricsId(TestSpan.traceId(1), TestSpan.spanId(1), false))
          .isNotEqualTo(scans.get(1).metricsId());
    }
  }

  @Nested
  class Columns {
    @Test
    void comeFromTheScanFirst() {
      Scan scan =
          only(
              phase(1, 2, "analyze")
                  .inside(1)
                  .with("scan.package.count", 5)
                  .with("scan.sbom.sha256", "of the phase"),
              scan(1, 1, "nightly")
                  .with("scan.package.count", 7)
                  .with("scan.sbom.sha256", "of the scan"));

      assertThat(scan.columns())
          .containsEntry(ScanAttribute.PACKAGE_COUNT, 7)
          .containsEntry(ScanAttribute.SBOM_SHA256, "of the scan");
    }

    @Test
    void elseFromThePhasesCountsAddUpAndTheLastToEndWins() {
      Scan scan =
          only(
              phase(1, 2, "analyze")
                  .inside(1)
                  .from(0, 500)
                  .with("scan.package.count", 5)
                  .with("scan.sbom.sha256", "ended last"),
              phase(1, 3, "analyze")
                  .inside(1)
                  .from(100, 400)
                  .with("scan.package.count", 6)
                  .with("scan.sbom.sha256", "started last"),
              scan(1, 1, "nightly"));

      assertThat(scan.columns())
          .containsEntry(ScanAttribute.PACKAGE_COUNT, 11)
          .containsEntry(ScanAttribute.SBOM_SHA256, "ended last");
      assertThat(scan.phases()).allSatisfy(phase -> assertThat(phase.metrics()).isEmpty());
    }

    @Test
    void addUpToWhatTheColumnHoldsAtMost() {
      Scan scan =
          only(
              phase(1, 2, "vex").inside(1).with("scan.finding.count", 1L << 31),
              phase(1, 3, "vex").inside(1).with("scan.finding.count", 1L << 31),
              scan(1, 1, "nightly"));

      assertThat(scan.columns()).containsEntry(ScanAttribute.FINDING_COUNT, Integer.MAX_VALUE);
    }

    @Test
    void evenTheTenantMayComeFromAPhase() {
      Scan scan =
          only(phase(1, 2, "ingest").inside(1).with("scan.tenant.id", "acme"), scan(1, 1, "x"));

      assertThat(scan.tenantId()).isEqualTo(Identifiers.tenant("acme"));
      assertThat(scan.scanId()).isEqualTo(Identifiers.ofTenant(scan.tenantId(), "x"));
    }

    @Test
    void ofTheScannerComeFromTheResourceLast() {
      Map<String, Object> resource =
          Map.of(
              "service.version",
              "3.1.4",
              "container.image.id",
              "sha256:id",
              "container.image.repo_digests",
              List.of("registry/scanner@sha256:repo", "mirror/scanner@sha256:repo"));

      assertThat(only(scan(1, 1, "x").of(resource)).columns())
          .containsEntry(ScanAttribute.SCANNER_VERSION, "3.1.4")
          .containsEntry(ScanAttribute.SCANNER_IMAGE_DIGEST, "registry/scanner@sha256:repo");
      assertThat(
              only(
                      phase(1, 2, "ingest").inside(1).with("scan.scanner.version", "phase"),
                      scan(1, 1, "x").with("scan.scanner.image.digest", "own").of(resource))
                  .columns())
          .containsEntry(ScanAttribute.SCANNER_VERSION, "phase")
          .containsEntry(ScanAttribute.SCANNER_IMAGE_DIGEST, "own");
    }

    @Test
    void fallBackOnTheImageId() {
      Map<String, Object> resource = Map.of("container.image.id", "sha256:id");

      assertThat(only(scan(1, 1, "x").of(resource)).columns())
          .containsEntry(ScanAttribute.SCANNER_IMAGE_DIGEST, "sha256:id");
    }

    @Test
    void thatAValueDoesNotFitStayEmptyAndTheValueIsKept() {
      Scan scan =
          only(
              phase(1, 2, "ingest").inside(1).with("scan.finding.count", "none"),
              scan(1, 1, UUID_TEXT).with("scan.package.count", -1));

      assertThat(scan.columns()).isEmpty();
      assertThat(scan.attributes())
          .containsEntry("scan.package.count", -1L)
          .containsEntry("scan.finding.count", "none")
          .hasSize(2);
      assertThat(scan.phases().get(0).metrics()).isEmpty();
    }

    @Test
    void ofAnUnknownArtifactTypeAreOtherAndTheTextIsKept() {
      assertThat(
              only(
                  phase(1, 2, "ingest").inside(1).with("scan.artifact.type", "vm-image"),
                  scan(1, 1, UUID_TEXT)))
          .satisfies(
              scan -> {
                assertThat(scan.columns()).containsEntry(ScanAttribute.ARTIFACT_TYPE, "other");
                assertThat(scan.attributes()).containsEntry("scan.artifact.type", "vm-image");
              });
    }

    @Test
    void keepNoTextOfATypeThatAnotherSpanDecides() {
      Scan scan =
          only(
              phase(1, 2, "ingest").inside(1).with("scan.artifact.type", "vm-image"),
              scan(1, 1, UUID_TEXT).with("scan.artifact.type", "tarball"));

      assertThat(scan.columns()).containsEntry(ScanAttribute.ARTIFACT_TYPE, "tarball");
      assertThat(scan.attributes()).isEmpty();
    }
  }

  @Nested
  class Phases {
    @Test
    void carryWhatHasNoColumn() {
      PhaseExecution phase =
          onlyPhase(
              phase(1, 2, "analyze")
                  .inside(1)
                  .from(100, 350)
                  .with("analyzer.name", "maven")
                  .with("files", 12)
                  .with("scan.package.count", 5));

      assertThat(phase.phase()).isEqualTo(PhaseName.ANALYZE);
      assertThat(phase.startedAt()).isEqualTo(TestSpan.at(100));
      assertThat(phase.finishedAt()).isEqualTo(TestSpan.at(350));
      assertThat(phase.success()).isTrue();
      assertThat(phase.metrics())
          .containsOnly(entry("analyzer.name", "maven"), entry("files", 12L));
    }

    @Test
    void ofAnotherNameAreOtherAndKeepTheName() {
      PhaseExecution phase = onlyPhase(phase(1, 2, "warm\0up").inside(1));

      assertThat(phase.phase()).isEqualTo(PhaseName.OTHER);
      assertThat(phase.metrics()).containsEntry("scan.phase.name", "warm\uFFFDup");
    }

    @Test
    void thatFailedSayWhy() {
      PhaseExecution phase =
          onlyPhase(
              phase(1, 2, "sign")
                  .inside(1)
                  .with("error.type", "KEY_EXPIRED")
                  .exception("java.lang.IllegalStateException", "first")
                  .exception("java.lang.IllegalStateException", "the key has expired")
                  .failed("described"));

      assertThat(phase.success()).isFalse();
      assertThat(phase.errorCode()).isEqualTo("KEY_EXPIRED");
      assertThat(phase.errorMessage()).isEqualTo("the key has expired");
      assertThat(phase.metrics()).isEmpty();
    }

    @Test
    void withoutAnErrorTypeTakeThatOfTheException() {
      PhaseExecution phase =
          onlyPhase(phase(1, 2, "sign").inside(1).exception("com.acme.Expired", "").failed("why"));

      assertThat(phase.errorCode()).isEqualTo("com.acme.Expired");
      assertThat(phase.errorMessage()).isEqualTo("why");
    }

    @Test
    void thatFailedWithoutAReasonHaveNone() {
      PhaseExecution phase = onlyPhase(phase(1, 2, "sign").inside(1).failed(""));

      assertThat(phase.success()).isFalse();
      assertThat(phase.errorCode()).isNull();
      assertThat(phase.errorMessage()).isNull();
    }

    @Test
    void thatSucceededHaveNoErrorWhateverTheyRecorded() {
      PhaseExecution phase =
          onlyPhase(
              phase(1, 2, "sign").inside(1).with("error.type", "Retried").exception("X", "y"));

      assertThat(phase.success()).isTrue();
      assertThat(phase.errorCode()).isNull();
      assertThat(phase.errorMessage()).isNull();
      assertThat(phase.metrics()).containsEntry("error.type", "Retried");
    }

    @Test
    void thatEndBeforeTheyStartTakeNoTime() {
      PhaseExecution phase = onlyPhase(phase(1, 2, "sign").inside(1).from(500, 400));

      assertThat(phase.finishedAt()).isEqualTo(phase.startedAt()).isEqualTo(TestSpan.at(500));
    }

    private PhaseExecution onlyPhase(TestSpan span) {
      return only(span, scan(1, 1, "nightly")).phases().get(0);
    }
  }

  @Nested
  class Scans {
    @Test
    void keepWhatHasNoColumn() {
      assertThat(only(scan(1, 1, UUID_TEXT).with("branch", "main").with("depth", 3)).attributes())
          .containsOnly(entry("branch", "main"), entry("depth", 3L));
    }

    @Test
    void thatFailedSayWhyInTheirAttributes() {
      Scan scan =
          only(
              scan(1, 1, UUID_TEXT)
                  .with("error.type", "DISK_FULL")
                  .exception("java.io.IOException", "No space left")
                  .failed("described"));

      assertThat(scan.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(scan.attributes())
          .containsOnly(
              entry("error.type", "DISK_FULL"),
              entry("exception.type", "java.io.IOException"),
              entry("exception.message", "No space left"),
              entry("otel.status_description", "described"));
    }

    @Test
    void areNotFailedByAPhaseThatFailed() {
      assertThat(only(phase(1, 2, "sign").inside(1).failed("x"), scan(1, 1, "x")).outcome())
          .isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void thatEndBeforeTheyStartTakeNoTime() {
      Scan scan = only(scan(1, 1, "x").from(500, 400));

      assertThat(scan.finishedAt()).isEqualTo(scan.startedAt()).isEqualTo(TestSpan.at(500));
    }

    @Test
    void haveTimesInWholeMicroseconds() {
      Scan scan = only(scan(1, 1, "x").fromNanos(1_999, 3_001));

      assertThat(scan.startedAt()).hasToString("1970-01-01T00:00:00.000001Z");
      assertThat(scan.finishedAt()).hasToString("1970-01-01T00:00:00.000003Z");
    }
  }

  private static Scan only(TestSpan... spans) {
    AssemblyUnderTest assembly = new AssemblyUnderTest();
    assembly.ended(spans);
    return assembly.only();
  }
}
