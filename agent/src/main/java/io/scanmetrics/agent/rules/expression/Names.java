package io.scanmetrics.agent.rules.expression;

/** What the name of a method without parameters says about it, before any object is there. */
final class Names {
  /** Names under which no property hides, and which would change or block something if called. */
  private static final String[] ACTING = {
    "accept",
    "acquire",
    "await",
    "build",
    "call",
    "cancel",
    "clear",
    "clone",
    "close",
    "commit",
    "complete",
    "connect",
    "delete",
    "destroy",
    "dispose",
    "drain",
    "execute",
    "exit",
    "finalize",
    "flush",
    "hashCode",
    "interrupt",
    "invoke",
    "iterator",
    "join",
    "kill",
    "lock",
    "next",
    "notify",
    "notifyAll",
    "open",
    "poll",
    "pop",
    "previous",
    "read",
    "readLine",
    "release",
    "remove",
    "reset",
    "resume",
    "rollback",
    "run",
    "shutdown",
    "shutdownNow",
    "start",
    "stop",
    "submit",
    "suspend",
    "take",
    "unlock",
    "wait",
    "write",
    "yield"
  };

  private Names() {}

  /** {@code getX} or {@code isX}, as far as the name tells. */
  static boolean isGetter(String name) {
    return isPrefixed(name, "get") || isPrefixed(name, "is");
  }

  /** {@code isX}. */
  static boolean isFlagGetter(String name) {
    return isPrefixed(name, "is");
  }

  /** Whether reading such a property would lead to classes and from there to anything. */
  static boolean isClass(String name) {
    return name.equals("class") || name.equals("getClass");
  }

  /** Whether a call of that name acts instead of telling: {@code close}, {@code getAndSet}. */
  static boolean isActing(String name) {
    for (String acting : ACTING) {
      if (acting.equals(name)) {
        return true;
      }
    }
    return isPrefixed(name, "getAnd") || isPrefixed(name, "set");
  }

  private static boolean isPrefixed(String name, String prefix) {
    return name.length() > prefix.length()
        && name.startsWith(prefix)
        && !Character.isLowerCase(name.charAt(prefix.length()));
  }
}
