package io.scanmetrics.agent.spans;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts the private SDK to see whether its options are in order, and stops it at once. */
public final class SdkTrial {
  private static final long SECONDS_TO_STOP = 1;

  private SdkTrial() {}

  /**
   * Why an SDK with these options cannot be started, in one line; {@code null} if it can.
   *
   * @param properties by their names as properties, on top of what autoconfigure reads itself
   */
  public static @Nullable String fault(Map<String, String> properties) {
    try {
      OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .setServiceClassLoader(SdkTrial.class.getClassLoader())
              .disableShutdownHook()
              .addPropertiesCustomizer(configured -> properties)
              .build()
              .getOpenTelemetrySdk();
      sdk.shutdown().join(SECONDS_TO_STOP, TimeUnit.SECONDS);
      return null;
    } catch (RuntimeException e) {
      String message = e.getMessage();
      return message == null ? e.toString() : message;
    }
  }
}
