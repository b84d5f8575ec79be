package io.scanmetrics.journal;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where scans wait, and how much of them: the {@code scan.metrics.spool.*} options.
 *
 * @param folder is made if it is not there; several processes may share it, of one machine and one
 *     user. An empty path stands for none that could be thought of
 * @param maxBytes beyond it no new scan is taken
 */
public record SpoolConfig(Path folder, long maxBytes) {
  /** What applies unless someone says otherwise: 256 MiB. */
  public static final long DEFAULT_MAX_BYTES = 256L << 20;

  private static final String BELOW_STATE = "/scan-metrics/spool";

  /**
   * The folder that applies unless someone says otherwise, below that in which programs of a user
   * keep their state; empty for a user without a home.
   *
   * @param home as the system property {@code user.home} has it, a question mark if there is none
   */
  public static String usualFolder(Map<String, String> environment, @Nullable String home) {
    String state = environment.get("XDG_STATE_HOME");
    // The XDG specification has relative paths ignored.
    if (state != null && new File(state).isAbsolute()) {
      return state + BELOW_STATE;
    }
    return home != null && new File(home).isAbsolute() ? home + "/.local/state" + BELOW_STATE : "";
  }

  boolean isNowhere() {
    return folder.toString().isEmpty();
  }
}
