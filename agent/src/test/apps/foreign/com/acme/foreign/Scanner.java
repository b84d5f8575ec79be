package com.acme.foreign;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Metrics;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;
import org.slf4j.LoggerFactory;

public final class Scanner {
  private final String jdbcUrl;

  Scanner(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
  }

  public String scan(String id) throws Exception {
    Span span = GlobalOpenTelemetry.getTracer("acme").spanBuilder("work").startSpan();
    try (Scope scope = span.makeCurrent()) {
      LoggerFactory.getLogger(Scanner.class).warn("scanning {}", id);
      Metrics.counter("acme.scans").increment();
      return query() + ", " + generate();
    } finally {
      span.end();
    }
  }

  String query() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setMaximumPoolSize(1);
    config.setPoolName("acme");
    try (HikariDataSource source = new HikariDataSource(config);
        Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT 6 * 7")) {
      result.next();
      return result.getInt(1) + " by " + connection.getMetaData().getDriverVersion();
    }
  }

  String generate() throws ReflectiveOperationException {
    return new ByteBuddy(ClassFileVersion.JAVA_V11)
        .subclass(Object.class)
        .name("com.acme.foreign.Generated")
        .method(ElementMatchers.named("toString"))
        .intercept(FixedValue.value("generated"))
        .make()
        .load(Scanner.class.getClassLoader())
        .getLoaded()
        .getDeclaredConstructor()
        .newInstance()
        .toString();
  }
}
