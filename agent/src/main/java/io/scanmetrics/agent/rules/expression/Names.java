package io.scanmetrics.agent.rules.expression;

/**
 * What names in expressions say by themselves, before any object is there: those of variables, and
 * those of methods without parameters.
 */
final class Names {
  /** The highest index of a parameter that the JVM allows. */
  private static final int MAX_PARAMETER = 254;

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

  /** Which of the {@code USES_} flags a variable of that name stands for; 0 if there is none. */
  static int uses(String name) {
    if (name.equals("this")) {
      return Expression.USES_THIS;
    }
    if (name.equals("returnValue")) {
      return Expression.USES_RETURN_VALUE;
    }
    if (name.equals("error")) {
      return Expression.USES_ERROR;
    }
    if (name.equals("scan")) {
      return Expression.USES_SCAN;
    }
    return parameter(name) < 0 ? 0 : Expression.USES_ARGUMENTS;
  }

  /** The index in {@code param0}, {@code param1}, …; -1 for any other name. */
  static int parameter(String name) {
    int first = "param".length();
    int value = name.startsWith("param") && name.length() > first ? 0 : -1;
    for (int i = first; value >= 0 && i < name.length(); i++) {
      int digit = name.charAt(i) - '0';
      boolean leadingZero = digit == 0 && i == first && name.length() > first + 1;
      value = digit < 0 || digit > 9 || leadingZero ? -1 : value * 10 + digit;
      value = value > MAX_PARAMETER ? -1 : value;
    }
    return value;
  }

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
