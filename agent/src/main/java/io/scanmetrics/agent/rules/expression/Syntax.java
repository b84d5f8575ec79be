package io.scanmetrics.agent.rules.expression;

import io.scanmetrics.agent.rules.expression.Comparison.Sign;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of expressions: the reading part of what Java and JEXL have in common. There is no
 * syntax in it for anything that acts, so nothing has to be switched off. Every alternative is
 * decided by the next sign, so a text takes time in proportion to its length.
 *
 * <pre>
 * expression = or [ "?" expression ":" expression | "?:" expression ]
 * or         = and { "||" and }
 * and        = comparison { "&amp;&amp;" comparison }
 * comparison = sum [ ( "==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "=~" ) sum ]
 * sum        = product { ( "+" | "-" ) product }
 * product    = unary { ( "*" | "/" | "%" ) unary }
 * unary      = ( "!" | "-" ) unary | path
 * path       = start { "." name [ arguments ] | "[" expression "]" }
 * start      = number | text | "true" | "false" | "null" | variable | "(" expression ")"
 *            | "size" "(" expression ")" | "Math" "." name arguments
 * arguments  = "(" [ expression { "," expression } ] ")"
 * </pre>
 */
final class Syntax {
  /** Nobody writes deeper ones by hand, and each level takes several frames of the stack. */
  private static final int MAX_DEPTH = 50;

  private final String text;
  private final Cursor cursor;
  private final Terms terms;
  private int depth;

  Syntax(String text, Terms terms) {
    this.text = text;
    this.cursor = new Cursor(text);
    this.terms = terms;
  }

  /** The whole text. */
  Operand parse() throws RefusedExpression {
    Operand whole = expression();
    cursor.blanks();
    if (cursor.index() < text.length()) {
      throw unexpected();
    }
    return whole;
  }

  private Operand expression() throws RefusedExpression {
    enter();
    Operand first = or();
    if (cursor.skip("?:")) {
      first = new Logic.Default(first, expression());
    } else if (cursor.isAt("?.") || cursor.isAt("??")) {
      throw unexpected();
    } else if (cursor.skip('?')) {
      Operand second = expression();
      expect(':');
      first = new Logic.Choice(first, second, expression());
    }
    depth--;
    return first;
  }

  private Operand or() throws RefusedExpression {
    Operand left = and();
    while (cursor.skip("||")) {
      left = new Logic.Or(left, and());
    }
    return left;
  }

  private Operand and() throws RefusedExpression {
    Operand left = comparison();
    while (cursor.skip("&&")) {
      left = new Logic.And(left, comparison());
    }
    return left;
  }

  private Operand comparison() throws RefusedExpression {
    Operand left = sum();
    if (cursor.skip("=~")) {
      cursor.blanks();
      int start = cursor.index();
      return new Match(left, FunctionCall.pattern(sum(), start));
    }
    char sign = cursor.next();
    if (sign != '=' && sign != '!' && sign != '<' && sign != '>') {
      return left;
    }
    Sign comparison = Sign.at(text, cursor.index());
    if (comparison == null || cursor.isAt("===")) {
      throw unexpected();
    }
    cursor.skip(comparison.text());
    return new Comparison(comparison, left, sum());
  }

  private Operand sum() throws RefusedExpression {
    Operand left = product();
    for (char sign = sign("+-"); sign != 0; sign = sign("+-")) {
      left = new Arithmetic(sign, left, product());
    }
    return left;
  }

  private Operand product() throws RefusedExpression {
    Operand left = unary();
    for (char sign = sign("*/%"); sign != 0; sign = sign("*/%")) {
      left = new Arithmetic(sign, left, unary());
    }
    return left;
  }

  /** Takes one of the signs; 0 if none is there. */
  private char sign(String signs) throws RefusedExpression {
    cursor.blanks();
    char sign = cursor.next();
    if (signs.indexOf(sign) < 0) {
      return 0;
    }
    int start = cursor.index();
    cursor.skip(sign);
    char next = cursor.next();
    if (next == '=' || next == '>' || (next == sign && sign != '*')) {
      throw Refusals.unexpected(text, start);
    }
    return sign;
  }

  private Operand unary() throws RefusedExpression {
    cursor.blanks();
    if (cursor.next() != '!' && cursor.next() != '-') {
      return path();
    }
    enter();
    if (cursor.isAt("--")) {
      throw unexpected();
    }
    boolean not = cursor.skip('!');
    Operand operand = not || cursor.skip('-') ? unary() : path();
    depth--;
    if (not) {
      return new Logic.Not(operand);
    }
    return operand instanceof Constant constant && constant.constant() instanceof Number number
        ? new Constant(Numbers.compute('-', 0L, number))
        : new Arithmetic.Negative(operand);
  }

  private Operand path() throws RefusedExpression {
    Operand path = start();
    while (true) {
      if (cursor.skip('[')) {
        Operand key = expression();
        expect(']');
        path = terms.lookUp(path, key);
      } else if (cursor.skip('.')) {
        path = member(path);
      } else {
        return path;
      }
    }
  }

  private Operand member(Operand target) throws RefusedExpression {
    cursor.blanks();
    int start = cursor.index();
    String name = cursor.name();
    if (name == null) {
      throw unexpected();
    }
    return cursor.skip('(')
        ? terms.call(target, name, arguments(), start)
        : terms.property(target, name, start);
  }

  private Operand start() throws RefusedExpression {
    cursor.blanks();
    int start = cursor.index();
    char first = cursor.next();
    if (first == '\'' || first == '"') {
      return new Constant(cursor.quoted());
    }
    if (first >= '0' && first <= '9') {
      return new Constant(cursor.number());
    }
    if (cursor.skip('(')) {
      Operand inner = expression();
      expect(')');
      return inner;
    }
    String name = cursor.name();
    if (name == null) {
      throw unexpected();
    }
    Operand constant = constant(name);
    return constant == null ? named(name, start) : constant;
  }

  private static @Nullable Operand constant(String name) {
    if (name.equals("true") || name.equals("false")) {
      return new Constant(name.equals("true"));
    }
    return name.equals("null") ? new Constant(null) : null;
  }

  private Operand named(String name, int start) throws RefusedExpression {
    if (name.equals("Math") && cursor.skip('.')) {
      String function = cursor.name();
      if (function == null || !cursor.skip('(')) {
        throw unexpected();
      }
      return MathCall.of(function, arguments(), start);
    }
    if (name.equals("size") && cursor.skip('(')) {
      Operand sized = expression();
      expect(')');
      return terms.call(sized, name, List.of(), start);
    }
    cursor.blanks();
    return terms.variable(name, start);
  }

  /** Behind the opening parenthesis, to behind the closing one. */
  private List<Operand> arguments() throws RefusedExpression {
    List<Operand> arguments = new ArrayList<>();
    if (cursor.skip(')')) {
      return arguments;
    }
    do {
      arguments.add(expression());
    } while (cursor.skip(','));
    expect(')');
    return arguments;
  }

  private void expect(char sign) throws RefusedExpression {
    if (!cursor.skip(sign)) {
      throw unexpected();
    }
  }

  private void enter() throws RefusedExpression {
    if (depth++ == MAX_DEPTH) {
      throw new RefusedExpression("the expression is nested too deeply", cursor.index());
    }
  }

  private RefusedExpression unexpected() {
    return Refusals.unexpected(text, cursor.index());
  }
}
