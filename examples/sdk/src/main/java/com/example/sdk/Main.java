package com.example.sdk;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.nio.file.Path;

/**
 * {@code Main JAR…}: says of each jar under which licence it is. The exit status is 1 if one could
 * not be scanned.
 *
 * <p>Nothing here knows where spans go: that is up to the {@code OTEL_*} variables, or the file
 * that {@code OTEL_CONFIG_FILE} names.
 */
public final class Main {
  private Main() {}

  /** Scans jars. */
  public static void main(String[] jars) {
    int status = 0;
    try (OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk()) {
      LicenceScanner scanner = new LicenceScanner(sdk.getTracer("com.example.licences"));
      for (String jar : jars) {
        Path file = Path.of(jar);
        try {
          System.out.println(file.getFileName() + ": " + scanner.scan(file));
        } catch (Exception e) {
          System.out.println(file.getFileName() + ": " + e.getMessage());
          status = 1;
        }
      }
    }
    System.exit(status);
  }
}
