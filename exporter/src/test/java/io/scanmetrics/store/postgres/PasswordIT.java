package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.scanmetrics.store.ScanStore;
import io.scanmetrics.store.Scans;
import io.scanmetrics.store.StoreException;
import io.scanmetrics.testing.PostgresCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that asks for passwords. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasswordIT {
  private static final String PASSWORD = "hush & 100%";
  private static final String ENCODED = "hush%20%26%20100%25";

  private final PostgresCluster server = PostgresCluster.newest();
  private final String url;

  PasswordIT() throws Exception {
    url = server.database().jdbcUrl().replace("?user=postgres", "?connectTimeout=9");
    String admin = "local all all trust\nhost all postgres 127.0.0.1/32 trust\n";
    execute("CREATE ROLE scanner LOGIN SUPERUSER PASSWORD '" + PASSWORD + "'");
    for (MigrationScript script : MigrationScript.ALL) {
      execute(script.sql());
    }
    Files.writeString(
        server.file("pg_hba.conf"), admin + "host all all 127.0.0.1/32 scram-sha-256\n");
    execute("SELECT pg_reload_conf()");
  }

  @BeforeAll
  void aPasswordIsAskedFor() {
    assertThat(fault(config(url, "scanner", null, null))).hasMessageContaining("password");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aPasswordMayComeFromTheConfigurationTheUrlOrAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\r\n");

    write(config(url, "scanner", PASSWORD, null));
    write(config(url + "&user=scanner&password=" + ENCODED, null, null, null));
    write(config(url, "scanner", null, file));
    write(config(url, "scanner", "stale", file));
  }

  @Test
  void aChangedPasswordIsTakenFromTheFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "stale");
    try (ScanStore store = new PostgresScanStore(config(url, "scanner", null, file), null)) {
      assertThat(
              catchThrowableOfType(StoreException.class, () -> store.write(List.of(Scans.scan(1)))))
          .hasMessageContaining("28P01")
          .hasMessageContaining("scan.metrics.jdbc.password");

      Files.writeString(file, PASSWORD);

      assertThat(store.write(List.of(Scans.scan(1)))).isEmpty();
    }
  }

  @Test
  void noPasswordIsToldOrLogged() throws Exception {
    Logger driver = Logger.getLogger("org.postgresql");
    Level before = driver.getLevel();
    Records records = new Records();
    driver.setLevel(Level.ALL);
    driver.addHandler(records);
    driver.setUseParentHandlers(false);
    try {
      write(config(url + "&user=scanner&password=" + ENCODED, null, null, null));
      write(config(url, "scanner", PASSWORD, null));
      String wrong = url + "&user=scanner&password=hush-wrong&sslpassword=hush-ssl";
      StoreException fault = fault(config(wrong, null, null, null));

      assertThat(stackTrace(fault)).doesNotContain("hush");
      assertThat(records.lines).isNotEmpty().noneSatisfy(l -> assertThat(l).contains("hush"));
    } finally {
      driver.removeHandler(records);
      driver.setLevel(before);
      driver.setUseParentHandlers(true);
    }
  }

  private static PostgresConfig config(
      String url, @Nullable String user, @Nullable String password, @Nullable Path file) {
    return new PostgresConfig(url, user, password, file, SchemaMode.VALIDATE);
  }

  private static void write(PostgresConfig config) throws Exception {
    try (PostgresScanStore store = new PostgresScanStore(config, null)) {
      assertThat(store.write(List.of(Scans.scan(1)))).isEmpty();
    }
  }

  private static StoreException fault(PostgresConfig config) {
    try (PostgresScanStore store = new PostgresScanStore(config, null)) {
      return catchThrowableOfType(StoreException.class, () -> store.write(List.of(Scans.scan(1))));
    }
  }

  private static String stackTrace(Throwable fault) {
    var text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private void execute(String sql) {
    server.database().execute(sql);
  }

  private static final class Records extends Handler {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord message) {
      lines.add(new SimpleFormatter().format(message));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
