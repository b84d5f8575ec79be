package io.scanmetrics.agent.instrument;

/** Hears of classes on their way through the weaver, on the thread that loads them. */
public interface WeavingListener {
  /** A class that a rule may mean is about to be looked at; called for each. */
  void weavingBegins();

  /** A class stays as it is, because weaving it failed. */
  void weavingFailed(String className, Throwable cause);
}
