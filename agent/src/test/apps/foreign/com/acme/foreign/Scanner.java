package com.acme.foreign;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Metrics;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.lang.invoke.MethodHandles;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
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
    ClassWriter writer = new ClassWriter(0);
    String name = "com/acme/foreign/Generated";
    writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    MethodVisitor text = writer.visitMethod(access, "text", "()Ljava/lang/String;", null, null);
    text.visitCode();
    text.visitLdcInsn("generated");
    text.visitInsn(Opcodes.ARETURN);
    text.visitMaxs(1, 0);
    text.visitEnd();
    writer.visitEnd();
    Class<?> generated = MethodHandles.lookup().defineClass(writer.toByteArray());
    return (String) generated.getMethod("text").invoke(null);
  }
}
