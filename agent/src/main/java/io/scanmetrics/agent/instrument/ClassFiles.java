package io.scanmetrics.agent.instrument;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Class files by their names, for looking at classes without loading them. */
public interface ClassFiles {
  /**
   * The class file of that name, {@code null} if there is none.
   *
   * @param name fully qualified, with dots
   */
  byte @Nullable [] find(String name) throws IOException;
}
