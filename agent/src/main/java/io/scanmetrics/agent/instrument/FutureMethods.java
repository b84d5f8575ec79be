package io.scanmetrics.agent.instrument;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;

/** Where the JDK is through with futures, and what is woven in there. */
final class FutureMethods {
  private static final String CONCURRENT = "java/util/concurrent/";
  private static final String STAGE = CONCURRENT + "CompletableFuture";
  private static final String FORK = CONCURRENT + "ForkJoinTask";
  private static final String TASK = CONCURRENT + "FutureTask";

  private static final Set<String> CLASSES = Set.of(STAGE, FORK, TASK);

  private FutureMethods() {}

  /** Whether anything is woven into that class of the JDK. */
  static boolean areIn(String internalName) {
    return CLASSES.contains(internalName);
  }

  /** What is woven into the method; {@code null} if nothing is. */
  static @Nullable MethodVisitor advice(String owner, String name, MethodVisitor next) {
    return switch (owner) {
      case STAGE ->
          switch (name) {
            case "completeNull",
                "completeRelay",
                "completeThrowable",
                "completeValue",
                "internalComplete" ->
                TaskAdvice.settles(next);
            default -> null;
          };
      case FORK ->
          name.equals("signalWaiters") || name.equals("trySetThrown")
              ? TaskAdvice.settles(next)
              : null;
      case TASK -> name.equals("finishCompletion") ? TaskAdvice.isSettled(next) : null;
      default -> null;
    };
  }
}
