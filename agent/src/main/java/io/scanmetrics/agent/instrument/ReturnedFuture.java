package io.scanmetrics.agent.instrument;

import org.objectweb.asm.Type;

/**
 * Whether a method's work may go on when it returns: by what it is declared to return, because any
 * object may happen to be a future without meaning that.
 */
final class ReturnedFuture {
  private static final String FUTURE = "java.util.concurrent.Future";
  private static final String STAGE = "java.util.concurrent.CompletionStage";

  private ReturnedFuture() {}

  static boolean isDeclaredBy(MethodView method) {
    Type returned = Type.getReturnType(method.descriptor());
    if (returned.getSort() != Type.OBJECT || isPlain(returned.getClassName())) {
      return false;
    }
    String name = returned.getClassName();
    return method.type().isSubtype(name, STAGE) || method.type().isSubtype(name, FUTURE);
  }

  /** The JDK's futures are all in one package, so most types need not be looked up. */
  private static boolean isPlain(String name) {
    return name.startsWith("java.") && !name.startsWith("java.util.concurrent.");
  }
}
