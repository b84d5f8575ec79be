package com.example.sdk;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Looks for the licences that a jar brings. Makes a span of each scan and a child of each phase,
 * with the attributes that the exporter's README lists: that is all it takes for a row.
 */
final class LicenceScanner {
  private final Tracer tracer;

  LicenceScanner(Tracer tracer) {
    this.tracer = tracer;
  }

  /** The names of its licences. */
  SortedSet<String> scan(Path jar) throws Exception {
    Span scan =
        tracer
            .spanBuilder("scan")
            .setAttribute("scan.id", "licences-" + jar.getFileName())
            .setAttribute("scan.tenant.id", "acme")
            .setAttribute("scan.artifact.type", "other")
            .startSpan();
    return within(
        scan,
        () -> {
          byte[] content = phase("ingest", () -> Files.readAllBytes(jar));
          scan.setAttribute("scan.artifact.digest", "sha256:" + sha256(content));
          SortedSet<String> licences = phase("analyze", () -> licences(content));
          scan.setAttribute("scan.finding.count", licences.size());
          scan.setAttribute(
              "scan.findings.sha256", sha256(licences.toString().getBytes(StandardCharsets.UTF_8)));
          return licences;
        });
  }

  private <T> T phase(String name, Callable<T> work) throws Exception {
    return within(tracer.spanBuilder(name).setAttribute("scan.phase.name", name).startSpan(), work);
  }

  /** Ends the span with the work, whose failure is the span's. */
  private static <T> T within(Span span, Callable<T> work) throws Exception {
    try {
      return Context.current().with(span).wrap(work).call();
    } catch (Exception e) {
      span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
      span.setAttribute("error.type", e.getClass().getName());
      span.recordException(e);
      throw e;
    } finally {
      span.end();
    }
  }

  private static SortedSet<String> licences(byte[] jar) throws IOException {
    SortedSet<String> licences = new TreeSet<>();
    boolean empty = true;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        empty = false;
        if (entry.getName().toLowerCase(Locale.ROOT).matches("(meta-inf/)?licen[cs]e[^/]*")) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          licences.add(text.contains("Apache License") ? "Apache-2.0" : entry.getName());
        }
      }
    }
    if (empty) {
      throw new ZipException("no jar");
    }
    return licences;
  }

  private static String sha256(byte[] content) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
