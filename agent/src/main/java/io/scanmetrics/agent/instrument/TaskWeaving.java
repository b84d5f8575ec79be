package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.telemetry.JdkWeaving;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the JDK's executors, so that scans can be followed from thread to thread. Not before a
 * scan runs: a JVM without one keeps the JDK as it is.
 */
public final class TaskWeaving implements ClassFileTransformer, JdkWeaving {
  private final Instrumentation instrumentation;
  private final WeavingHost host;
  private final boolean tasks;

  /** The names of the classes that are woven, with slashes. */
  private final Set<String> woven = ConcurrentHashMap.newKeySet();

  /**
   * Weaves nothing yet.
   *
   * @param tasks whether tasks are to be followed; if not, only futures are woven, to be heard of
   *     when they are done
   */
  public TaskWeaving(Instrumentation instrumentation, WeavingHost host, boolean tasks) {
    this.instrumentation = instrumentation;
    this.host = host;
    this.tasks = tasks;
  }

  /** Weaves what is loaded now, on the calling thread, and what will be loaded from here on. */
  @Override
  public void weave() {
    try {
      openFutures();
      instrumentation.addTransformer(this, true);
      List<Class<?>> loaded = new ArrayList<>();
      for (Class<?> type : instrumentation.getAllLoadedClasses()) {
        if (isMeant(type.getClassLoader(), type.getName().replace('.', '/'), type)) {
          loaded.add(type);
        }
      }
      retransform(loaded);
    } catch (Throwable e) {
      // Not tried again with each scan: what could be woven is.
      host.weavingFailed("the JDK's executors", e);
    }
  }

  @Override
  public void restore() {
    instrumentation.removeTransformer(this);
    List<Class<?>> loaded = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      String internalName = type.getName().replace('.', '/');
      if (woven.contains(internalName) && isMeant(type.getClassLoader(), internalName, type)) {
        loaded.add(type);
      }
    }
    retransform(loaded);
    woven.clear();
  }

  private void retransform(List<Class<?>> loaded) {
    for (Map.Entry<Class<?>, Throwable> failed :
        Retransformation.of(instrumentation, loaded).entrySet()) {
      host.weavingFailed(failed.getKey().getName(), failed.getValue());
    }
  }

  /** Whether a future is done, and what it has come to, is read from the JDK's own fields. */
  private void openFutures() {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.util.concurrent", Set.of(TaskWeaving.class.getModule())),
        Set.of(),
        Map.of());
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (internalName == null || !isMeant(loader, internalName, redefined)) {
      return null;
    }
    try {
      byte[] changed = TaskWeaver.weave(internalName, classFile, tasks);
      woven.add(internalName);
      return changed;
    } catch (Throwable e) {
      host.weavingFailed(internalName.replace('/', '.'), e);
      return null;
    }
  }

  /**
   * Beside the JDK's executors, those that an application has made of them, but only if they are at
   * work when the first scan begins.
   *
   * @param loaded {@code null} for a class that is being loaded
   */
  private boolean isMeant(
      @Nullable ClassLoader loader, String internalName, @Nullable Class<?> loaded) {
    return loader == null
        ? FutureMethods.areIn(internalName) || (tasks && TaskMethods.areIn(internalName))
        : tasks && loaded != null && ThreadPoolExecutor.class.isAssignableFrom(loaded);
  }
}
