package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.bridge.ScanBridge;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * What is woven into the application's methods. Byte Buddy copies the bodies, so nothing in them
 * may name any class but the JDK's and the bridge; whatever fails in them is suppressed at both
 * ends.
 */
final class CallAdvice {
  private CallAdvice() {}

  /** Stands for the number of the site, filled in when the method is woven. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface SiteNumber {}

  /** Where no rule reads anything of the call. */
  static final class Bare {
    private Bare() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(@SiteNumber int site) {
      return ScanBridge.enter(site, null, null);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object call, @Advice.Thrown @Nullable Throwable thrown) {
      ScanBridge.exit(call, null, thrown);
    }
  }

  /** Where a rule reads the object, the arguments or the return value. */
  static final class WithValues {
    private WithValues() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(
        @SiteNumber int site,
        @Advice.This(optional = true) @Nullable Object self,
        @Advice.AllArguments @Nullable Object[] arguments) {
      return ScanBridge.enter(site, self, arguments);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object call,
        @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
        @Advice.Thrown @Nullable Throwable thrown) {
      ScanBridge.exit(call, returned, thrown);
    }
  }

  /** How a method ends that is declared to return a future; it begins like any other. */
  static final class WithFuture {
    private WithFuture() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object call,
        @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
        @Advice.Thrown @Nullable Throwable thrown) {
      ScanBridge.exitWithFuture(call, returned, thrown);
    }
  }
}
