package io.scanmetrics.agent.recording;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes something when it is first needed; whoever comes meanwhile waits. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private volatile @Nullable T made;

  Once(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Whether asking for it means no waiting. */
  boolean isMade() {
    return made != null;
  }

  @Override
  public T get() {
    T known = made;
    return known == null ? make() : known;
  }

  private synchronized T make() {
    T known = made;
    if (known == null) {
      known = maker.get();
      made = known;
    }
    return known;
  }
}
