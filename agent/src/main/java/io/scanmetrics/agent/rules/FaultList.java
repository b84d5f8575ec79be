package io.scanmetrics.agent.rules;

import io.scanmetrics.agent.rules.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong in one file. Not for several threads. */
final class FaultList {
  private final String file;
  private final List<Fault> faults = new ArrayList<>();

  FaultList(String file) {
    this.file = file;
  }

  /** As the user named it. */
  String file() {
    return file;
  }

  int count() {
    return faults.size();
  }

  /** The file as a whole. */
  void add(String message, @Nullable String mend) {
    add(0, 0, message, mend);
  }

  void add(YamlNode at, String message, @Nullable String mend) {
    add(at.line(), at.column(), message, mend);
  }

  void add(int line, int column, String message, @Nullable String mend) {
    faults.add(new Fault(file, line, column, message, mend));
  }

  /** All of them, in the order of the file. */
  void addTo(List<Fault> all) {
    if (!faults.isEmpty()) {
      faults.sort(new ByPlace());
      all.addAll(faults);
    }
  }

  private static final class ByPlace implements Comparator<Fault> {
    @Override
    public int compare(Fault a, Fault b) {
      return a.line() == b.line()
          ? Integer.compare(a.column(), b.column())
          : Integer.compare(a.line(), b.line());
    }
  }
}
