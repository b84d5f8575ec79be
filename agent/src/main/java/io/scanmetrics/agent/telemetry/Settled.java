package io.scanmetrics.agent.telemetry;

import java.lang.reflect.Field;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * What a future has come to. Read from the JDK's own fields: the methods of a future may be
 * overridden, wait, or refuse to answer.
 *
 * @param value its value; {@code null} if it failed
 * @param error why it failed; {@code null} if it did not
 */
record Settled(@Nullable Object value, @Nullable Throwable error) {

  /**
   * Whether the JDK tells when it is done: a future of the JDK, or of a class that is derived from
   * one.
   */
  static boolean isHeardOf(@Nullable Object future) {
    return future instanceof CompletableFuture<?>
        || future instanceof FutureTask<?>
        || future instanceof ForkJoinTask<?>;
  }

  /**
   * What such a future has come to; {@code null} while it is not done.
   *
   * @throws IllegalStateException if this JDK's futures cannot be read
   */
  static @Nullable Settled of(Object future) {
    if (future instanceof CompletableFuture<?>) {
      return ofStage(future);
    }
    if (future instanceof FutureTask<?>) {
      return ofTask(future);
    }
    return future instanceof ForkJoinTask<?> fork ? ofFork(fork) : null;
  }

  private static @Nullable Settled ofStage(Object stage) {
    Object result = Fields.get(Fields.RESULT, stage);
    if (result == null) {
      return null;
    }
    if (!Fields.NO_VALUE.isInstance(result)) {
      return new Settled(result, null);
    }
    Object error = Fields.get(Fields.EXCEPTION, result);
    if (error instanceof CompletionException wrapped && wrapped.getCause() != null) {
      return new Settled(null, wrapped.getCause());
    }
    return new Settled(null, (Throwable) error);
  }

  private static @Nullable Settled ofTask(Object task) {
    Object state = Fields.get(Fields.STATE, task);
    int known = state instanceof Integer number ? number : 0;
    if (known < Fields.RETURNED) {
      return null;
    }
    if (known > Fields.THREW) {
      return new Settled(null, cancellation());
    }
    Object outcome = Fields.get(Fields.OUTCOME, task);
    return known == Fields.RETURNED
        ? new Settled(outcome, null)
        : new Settled(null, (Throwable) outcome);
  }

  private static @Nullable Settled ofFork(ForkJoinTask<?> fork) {
    if (!fork.isDone()) {
      return null;
    }
    if (fork.isCancelled()) {
      return new Settled(null, cancellation());
    }
    Throwable error = fork.getException();
    return error == null ? new Settled(fork.getRawResult(), null) : new Settled(null, error);
  }

  /** Of nobody's making, so it happened nowhere. */
  private static CancellationException cancellation() {
    CancellationException cancelled = new CancellationException();
    cancelled.setStackTrace(new StackTraceElement[0]);
    return cancelled;
  }

  /** The JDK's fields; the package is open to the agent once tasks are followed. */
  private static final class Fields {
    static final Class<?> NO_VALUE;
    static final Field RESULT;
    static final Field EXCEPTION;
    static final Field STATE;
    static final Field OUTCOME;

    /** Values of {@link #STATE}: below, the task is not done; above, it was cancelled. */
    static final int RETURNED = 2;

    static final int THREW = 3;

    private Fields() {}

    static {
      try {
        NO_VALUE = Class.forName("java.util.concurrent.CompletableFuture$AltResult");
        RESULT = field(CompletableFuture.class, "result");
        EXCEPTION = field(NO_VALUE, "ex");
        STATE = field(FutureTask.class, "state");
        OUTCOME = field(FutureTask.class, "outcome");
      } catch (ReflectiveOperationException | RuntimeException e) {
        throw new IllegalStateException("this JDK's futures cannot be read", e);
      }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    }

    static @Nullable Object get(Field field, Object object) {
      try {
        return field.get(object);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
