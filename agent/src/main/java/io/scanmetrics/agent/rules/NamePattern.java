package io.scanmetrics.agent.rules;

import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of the rules file that a whole name is to fit. Compiled with the first name:
 * in premain that would load and run more than all the rest of the file. Safe for any thread.
 */
public final class NamePattern {
  private static final int MAX_LENGTH = 1000;

  private final String regex;
  private volatile @Nullable Pattern compiled;

  private NamePattern(String regex) {
    this.regex = regex;
  }

  /** The expression that stands there; {@code null}, and reported, if it is none. */
  static @Nullable NamePattern of(Scalar scalar, FaultList faults) {
    String text = scalar.text();
    if (text.length() > MAX_LENGTH) {
      faults.add(scalar, "a regular expression is longer than " + MAX_LENGTH + " characters", null);
      return null;
    }
    return isOrdinary(text) || Trial.compiles(scalar, faults) ? new NamePattern(text) : null;
  }

  /** As written in the rules file. */
  public String regex() {
    return regex;
  }

  /** Whether all of that name fits. */
  public boolean fits(String name) {
    return pattern().matcher(name).matches();
  }

  /** Whether a part of that name fits, which is what the writer may have meant. */
  public boolean fitsPartOf(String name) {
    return pattern().matcher(name).find();
  }

  private Pattern pattern() {
    Pattern known = compiled;
    if (known == null) {
      known = Pattern.compile(regex);
      compiled = known;
    }
    return known;
  }

  /**
   * Whether that is surely a regular expression, because there is nothing in it but letters,
   * digits, dots, alternatives, sets of letters, and one sign of repetition behind any of these.
   */
  private static boolean isOrdinary(String regex) {
    boolean repeatable = false;
    for (int i = 0; i < regex.length(); i++) {
      char sign = regex.charAt(i);
      if (sign == '*' || sign == '+' || sign == '?') {
        if (!repeatable) {
          return false;
        }
        repeatable = false;
      } else if (sign == '[') {
        int first = i + 1;
        do {
          i++;
        } while (i < regex.length() && isWord(regex.charAt(i)));
        if (i == first || i == regex.length() || regex.charAt(i) != ']') {
          return false;
        }
        repeatable = true;
      } else if (sign == '\\') {
        i++;
        if (i == regex.length() || (regex.charAt(i) != '.' && regex.charAt(i) != '$')) {
          return false;
        }
        repeatable = true;
      } else if (isWord(sign) || sign == '.') {
        repeatable = true;
      } else if (sign == '|') {
        repeatable = false;
      } else {
        return false;
      }
    }
    return true;
  }

  private static boolean isWord(char sign) {
    return (sign >= 'a' && sign <= 'z')
        || (sign >= 'A' && sign <= 'Z')
        || (sign >= '0' && sign <= '9')
        || sign == '_';
  }

  /** Apart, because it is not needed for most. */
  private static final class Trial {
    private Trial() {}

    static boolean compiles(Scalar scalar, FaultList faults) {
      String text = scalar.text();
      try {
        return Pattern.compile(text) != null;
      } catch (PatternSyntaxException e) {
        faults.add(scalar, "'" + text + "' is no regular expression", e.getDescription());
      } catch (StackOverflowError e) {
        faults.add(scalar, "a regular expression is nested too deeply", null);
      }
      return false;
    }
  }
}
