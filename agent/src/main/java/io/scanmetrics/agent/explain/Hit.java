package io.scanmetrics.agent.explain;

import java.util.List;

/**
 * A method that a rule would intercept.
 *
 * @param className fully qualified, nested classes with a dollar sign
 * @param parameters its erased types, as a rules file names them
 * @param file the jar, folder or module it lies in, as people name it
 */
public record Hit(String className, String method, List<String> parameters, String file) {
  public Hit {
    parameters = List.copyOf(parameters);
  }

  /** {@code com.acme.Analyzer.analyze(java.lang.String,int)}. */
  public String signature() {
    return className + "." + method + "(" + String.join(",", parameters) + ")";
  }
}
