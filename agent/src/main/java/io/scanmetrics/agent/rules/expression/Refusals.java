package io.scanmetrics.agent.rules.expression;

import io.scanmetrics.agent.options.Nearest;
import java.util.List;
import java.util.Set;

/** Words why an expression is refused; loaded only when one is. */
final class Refusals {
  private static final int FAR = 3;

  /** Signs that begin what acts, and what that is; the longer of two first. */
  private static final String[][] ACTING = {
    {"->", "a function"},
    {"=>", "a function"},
    {"+=", "an assignment"},
    {"-=", "an assignment"},
    {"*=", "an assignment"},
    {"/=", "an assignment"},
    {"++", "an assignment"},
    {"--", "an assignment"},
    {"=^", "'=^'"},
    {"=", "an assignment"},
    {";", "a second statement"},
    {"{", "a block"},
    {"[", "a list"},
    {"`", "a template"},
  };

  /** What other languages have, and what it is here. */
  private static final String[][] OPERATORS = {
    {"?.", "a plain '.' will do: what is missing makes the whole missing"},
    {"??", "write '?:'"},
    {"===", "write '=='"},
    {"and", "write '&&'"},
    {"or", "write '||'"},
    {"not", "write '!'"},
    {"eq", "write '=='"},
    {"ne", "write '!='"},
    {"lt", "write '<'"},
    {"gt", "write '>'"},
    {"le", "write '<='"},
    {"ge", "write '>='"},
    {"!~", "write !(… =~ …)"},
    {"&", "write '&&'"},
    {"|", "write '||'"},
  };

  private static final Set<String> KEYWORDS =
      Set.of(
          "assert",
          "break",
          "catch",
          "const",
          "continue",
          "do",
          "for",
          "function",
          "if",
          "import",
          "let",
          "return",
          "switch",
          "throw",
          "try",
          "var",
          "while");

  private Refusals() {}

  /** Whatever stands at that index has no place there. */
  static RefusedExpression unexpected(String text, int offset) {
    String rest = text.substring(Math.min(offset, text.length()));
    if (rest.isBlank()) {
      String message = text.isBlank() ? "there is no expression" : "the expression ends too early";
      return new RefusedExpression(message, Math.max(0, text.length() - 1));
    }
    int end = 0;
    while (end < rest.length() && Character.isJavaIdentifierPart(rest.charAt(end))) {
      end++;
    }
    String found = rest.substring(0, Math.max(end, 1));
    for (String[] known : OPERATORS) {
      if (rest.startsWith(known[0]) && (end == 0 || end == known[0].length())) {
        return new RefusedExpression("'" + known[0] + "' is unknown (" + known[1] + ")", offset);
      }
    }
    for (String[] known : ACTING) {
      if (rest.startsWith(known[0])) {
        return new RefusedExpression(known[1] + " is refused: an expression can only read", offset);
      }
    }
    return new RefusedExpression("'" + found + "' is not understood here", offset);
  }

  static RefusedExpression unknownName(String name, int offset) {
    if (name.equals("new")) {
      return new RefusedExpression(
          "making an object is refused: an expression can only read", offset);
    }
    if (KEYWORDS.contains(name)) {
      return new RefusedExpression(
          "'" + name + "' is refused: an expression can only read", offset);
    }
    List<String> known = List.of("this", "param0", "returnValue", "error", "scan");
    String nearest = Nearest.of(name, known);
    String mend =
        Nearest.distance(name, nearest) < FAR
            ? "did you mean '" + nearest + "'?"
            : "there are this, param0, param1, …, returnValue, error and scan; a text constant"
                + " stands in quotes of its own: \"'"
                + name
                + "'\"";
    return new RefusedExpression("unknown name '" + name + "' (" + mend + ")", offset);
  }

  static RefusedExpression classes(int offset) {
    return new RefusedExpression("classes are not read: an expression reads values only", offset);
  }

  static RefusedExpression acting(String name, int offset) {
    return new RefusedExpression(
        "'" + name + "()' is refused: an expression can only read, and never calls what acts",
        offset);
  }

  static RefusedExpression call(String name, int arguments, int offset) {
    String reason =
        FunctionCall.isKnown(name)
            ? "'" + name + "' does not take " + arguments + " arguments"
            : "'"
                + name
                + "(…)' is refused: with arguments, only functions that read are called, such as"
                + " get, contains, startsWith, substring";
    return new RefusedExpression(reason, offset);
  }

  static RefusedExpression badPattern(String description, int offset) {
    return new RefusedExpression("bad regular expression: " + description, offset);
  }

  static RefusedExpression patternNotConstant(int offset) {
    return new RefusedExpression("a regular expression must be a constant text", offset);
  }
}
