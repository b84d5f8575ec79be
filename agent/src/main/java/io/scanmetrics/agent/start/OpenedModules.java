package io.scanmetrics.agent.start;

import io.scanmetrics.agent.rules.expression.ModuleOpener;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/** Opens packages of named modules to the agent, and to nobody else. */
final class OpenedModules implements ModuleOpener {
  private final Instrumentation instrumentation;

  OpenedModules(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  @Override
  public void open(Class<?> type) {
    Module module = type.getModule();
    Module own = OpenedModules.class.getModule();
    if (module.isNamed() && !module.isOpen(type.getPackageName(), own)) {
      instrumentation.redefineModule(
          module,
          Set.of(),
          Map.of(),
          Map.of(type.getPackageName(), Set.of(own)),
          Set.of(),
          Map.of());
    }
  }
}
