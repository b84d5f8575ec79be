package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStore.SetAside;
import io.scanmetrics.store.ScanStoreContract.Kept;
import io.scanmetrics.store.Scans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scans that PostgreSQL refuses, among others that it does not. */
class RefusalsIT {
  private final StoreDatabase database = StoreDatabase.create();
  private final PostgresScanStore store = database.store();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aRefusedScanIsSetAsideAndAllOthersAreStored() throws Exception {
    Scan bad = Scans.withColumns(Scans.scan(77), Map.of(ScanAttribute.ARTIFACT_TYPE, "floppy"));

    List<SetAside> setAside = store.write(among(100, bad));

    assertThat(setAside).extracting(SetAside::scan).containsExactly(bad);
    assertThat(setAside.get(0).reason())
        .contains("check constraint", "SQLSTATE 23514")
        .doesNotContain("floppy");
    assertThat(database.kept())
        .extracting(kept -> kept.scan().scanId())
        .hasSize(100)
        .doesNotContain(bad.scanId());
  }

  @Test
  void whatNoTextCanHoldIsRefused() throws Exception {
    Scan nul = Scans.withColumns(Scans.scan(201), Map.of(ScanAttribute.POLICY_DIGEST, "a\0b"));
    Scan nulInJson = Scans.withAttributes(Scans.scan(202), Map.of("k", "a\0b"));
    Scan nulInPhase =
        Scans.scan(203).withPhases(List.of(Scans.failedPhase(PhaseName.VEX, 1, "a\0b", "m")));

    List<SetAside> setAside = store.write(among(10, nul, nulInJson, nulInPhase));

    assertThat(setAside)
        .extracting(SetAside::scan)
        .containsExactlyInAnyOrder(nul, nulInJson, nulInPhase);
    assertThat(database.kept()).hasSize(10);
  }

  @Test
  void anIndexedTextThatNoIndexCanHoldIsRefused() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 100_000; i++) {
      text.append(Integer.toHexString(i * 0x9e3779b9));
    }
    Scan bad =
        Scans.withColumns(Scans.scan(5), Map.of(ScanAttribute.ARTIFACT_DIGEST, text.toString()));

    List<SetAside> setAside = store.write(among(3, bad));

    assertThat(setAside).hasSize(1);
    assertThat(setAside.get(0).reason()).contains("SQLSTATE 54000").hasSizeLessThan(1000);
    assertThat(database.kept()).hasSize(3);
  }

  @Test
  void aTimeThatNobodyCanReckonWithIsRefused() throws Exception {
    Instant never = Instant.parse("+300000-01-01T00:00:00Z");
    Scan bad = Scans.starting(Scans.scan(5), never);

    assertThat(store.write(among(3, bad))).extracting(SetAside::scan).containsExactly(bad);
    assertThat(database.kept()).hasSize(3);
  }

  @Test
  void aValueThatIsNotOfItsColumnsTypeIsRefused() throws Exception {
    Scan bad = Scans.withColumns(Scans.scan(5), Map.of(ScanAttribute.PACKAGE_COUNT, "many"));

    assertThat(store.write(among(3, bad))).extracting(SetAside::scan).containsExactly(bad);
    assertThat(database.kept()).hasSize(3);
  }

  @Test
  void aPhaseThatOccursTwiceIsRefused() throws Exception {
    var phase = Scans.failedPhase(PhaseName.VEX, 1, "c", "m");
    Scan bad = Scans.scan(5).withPhases(List.of(phase, phase));

    assertThat(store.write(among(3, bad))).extracting(SetAside::scan).containsExactly(bad);
    assertThat(database.kept()).hasSize(3);
  }

  @Test
  void aRuleThatSomeoneAddedRefusesOnlyWhatItIsAbout() throws Exception {
    database
        .database()
        .execute(
            """
            ALTER TABLE scanner.scan_metrics ADD UNIQUE (artifact_digest);
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE 'no version 9 here'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON scanner.scan_metrics
              FOR EACH ROW WHEN (new.scanner_version = '9') EXECUTE FUNCTION refuse();
            """);
    Scan first = Scans.withColumns(Scans.scan(11), Map.of(ScanAttribute.ARTIFACT_DIGEST, "d"));
    Scan second = Scans.withColumns(Scans.scan(12), Map.of(ScanAttribute.ARTIFACT_DIGEST, "d"));
    Scan nine = Scans.withColumns(Scans.scan(13), Map.of(ScanAttribute.SCANNER_VERSION, "9"));

    List<SetAside> setAside = store.write(List.of(first, second, nine, Scans.scan(14)));

    assertThat(database.kept())
        .extracting(Kept::scan)
        .containsExactlyInAnyOrder(first, Scans.scan(14));
    assertThat(setAside).extracting(SetAside::scan).containsExactlyInAnyOrder(second, nine);
    assertThat(setAside)
        .extracting(SetAside::reason)
        .anySatisfy(reason -> assertThat(reason).contains("no version 9 here", "P0001"))
        .anySatisfy(reason -> assertThat(reason).contains("artifact_digest", "23505"));
  }

  @Test
  void aTriggerThatSwallowsAScanDoesNotLoseIt() throws Exception {
    database
        .database()
        .execute(
            """
            CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RETURN NULL; END $$;
            CREATE TRIGGER swallow BEFORE INSERT ON scanner.scan_metrics
              FOR EACH ROW WHEN (new.scanner_version = '9') EXECUTE FUNCTION swallow();
            """);
    Scan nine = Scans.withColumns(Scans.scan(13), Map.of(ScanAttribute.SCANNER_VERSION, "9"));

    List<SetAside> setAside = store.write(List.of(nine, Scans.scan(14)));

    assertThat(setAside).extracting(SetAside::scan).containsExactly(nine);
    assertThat(database.kept()).extracting(Kept::scan).containsExactly(Scans.scan(14));
  }

  @Test
  void aTableWithRowLevelSecurityWhichRefusesCopiesTakesScansAllTheSame() throws Exception {
    database
        .database()
        .execute(
            """
            CREATE ROLE guarded LOGIN;
            GRANT USAGE ON SCHEMA scanner TO guarded;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA scanner TO guarded;
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA scanner TO guarded;
            ALTER TABLE scanner.scan_metrics ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON scanner.scan_metrics USING (tenant_id = '%s');
            """
                .formatted(Scans.TENANT));
    PostgresConfig config =
        new PostgresConfig(database.config().url(), "guarded", null, null, SchemaMode.VALIDATE);
    try (PostgresScanStore guarded = new PostgresScanStore(config, null)) {
      assertThat(guarded.write(List.of(Scans.scanOfSixPhases(1)))).isEmpty();
      assertThat(guarded.write(List.of(Scans.scanOfSixPhases(2)))).isEmpty();
    }

    assertThat(database.kept())
        .extracting(Kept::scan)
        .containsExactlyInAnyOrder(Scans.scanOfSixPhases(1), Scans.scanOfSixPhases(2));
  }

  @Test
  void aMergeThatIsRefusedLeavesTheRowAsItWas() throws Exception {
    Scan stored = Scans.scanOfSixPhases(1);
    Scan bad = Scans.withColumns(stored, Map.of(ScanAttribute.ARTIFACT_TYPE, "floppy"));
    store.write(List.of(stored));

    List<SetAside> setAside = store.write(List.of(bad, Scans.scan(2)));

    assertThat(setAside).extracting(SetAside::scan).containsExactly(bad);
    assertThat(database.kept())
        .extracting(Kept::scan)
        .containsExactlyInAnyOrder(stored, Scans.scan(2));
  }

  private static List<Scan> among(int good, Scan... bad) {
    List<Scan> scans = new ArrayList<>();
    LongStream.range(1000, 1000 + good).mapToObj(Scans::scan).forEach(scans::add);
    for (int i = 0; i < bad.length; i++) {
      scans.add((i + 1) * good / (bad.length + 1), bad[i]);
    }
    return scans;
  }
}
