package io.scanmetrics.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.PhaseName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class TimelinePropertyTest {
  private static final int SCAN_MILLIS = 20;

  /** One execution; its parent is another of the list, itself, or none. */
  record Execution(PhaseName phase, int parent, int start, int millis) {}

  @Property
  void itIsTheUnionLessWhatRunsNestedUnderAnotherName(
      @ForAll("executions") List<Execution> executions) {
    Scan scan = scan(executions);

    Map<PhaseName, Integer> expected = new EnumMap<>(PhaseName.class);
    for (Execution execution : executions) {
      expected.putIfAbsent(execution.phase, 0);
    }
    for (int instant = 0; instant < SCAN_MILLIS; instant++) {
      for (PhaseName phase : phasesAt(instant, executions)) {
        expected.merge(phase, 1, Integer::sum);
      }
    }
    expected.remove(PhaseName.OTHER);
    assertThat(scan.phaseMillis()).isEqualTo(expected);
  }

  @Property
  void phasesInARowOrNestedAddUpToTheTotalAtMost(@ForAll("nest") List<Execution> executions) {
    Map<PhaseName, Integer> millis = scan(executions).phaseMillis();

    assertThat(millis.values().stream().mapToInt(Integer::intValue).sum())
        .isLessThanOrEqualTo(SCAN_MILLIS);
  }

  /** Literally: who has an execution then, with none of another name nested inside it then. */
  private static Set<PhaseName> phasesAt(int instant, List<Execution> executions) {
    Set<PhaseName> phases = new HashSet<>();
    for (int i = 0; i < executions.size(); i++) {
      Execution outer = executions.get(i);
      boolean ownTime = runs(outer, instant);
      for (int j = 0; j < executions.size() && ownTime; j++) {
        Execution inner = executions.get(j);
        ownTime =
            inner.phase == outer.phase || !runs(inner, instant) || !isInside(j, i, executions);
      }
      if (ownTime) {
        phases.add(outer.phase);
      }
    }
    return phases;
  }

  private static boolean runs(Execution execution, int instant) {
    return execution.start <= instant && instant < execution.start + execution.millis;
  }

  private static boolean isInside(int inner, int outer, List<Execution> executions) {
    for (int node = executions.get(inner).parent; node >= 0; node = executions.get(node).parent) {
      if (node == outer) {
        return true;
      }
    }
    return false;
  }

  private static Scan scan(List<Execution> executions) {
    List<PhaseExecution> phases = new ArrayList<>();
    for (int i = 0; i < executions.size(); i++) {
      Execution one = executions.get(i);
      Instant start = TestSpan.at(one.start);
      phases.add(
          new PhaseExecution(
              TestSpan.spanId(i + 2),
              parentId(one.parent),
              one.phase,
              i + 1,
              start,
              start.plusMillis(one.millis),
              true,
              null,
              null,
              Map.of()));
    }
    return new Scan(
        new UUID(0, 1),
        new UUID(0, 2),
        new UUID(0, 3),
        TestSpan.traceId(1),
        TestSpan.spanId(1),
        TestSpan.at(0),
        TestSpan.at(SCAN_MILLIS),
        Outcome.SUCCEEDED,
        Map.of(),
        Map.of(),
        phases);
  }

  private static @Nullable String parentId(int index) {
    return index < 0 ? null : TestSpan.spanId(index + 2);
  }

  /** Parents come before their children in the list, so there is no ring. */
  @Provide
  Arbitrary<List<Execution>> executions() {
    Arbitrary<PhaseName> names =
        Arbitraries.of(PhaseName.INGEST, PhaseName.ANALYZE, PhaseName.VEX, PhaseName.OTHER);
    return Combinators.combine(
            names,
            Arbitraries.integers().between(0, 9),
            Arbitraries.integers().between(-5, 25),
            Arbitraries.integers().between(0, 15))
        .as(Execution::new)
        .list()
        .ofMaxSize(8)
        .map(TimelinePropertyTest::withoutRings);
  }

  private static List<Execution> withoutRings(List<Execution> drawn) {
    List<Execution> executions = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      Execution one = drawn.get(i);
      executions.add(new Execution(one.phase, one.parent % (i + 1) - 1, one.start, one.millis));
    }
    return executions;
  }

  /** What one thread does: each execution within its parent, brothers one after the other. */
  @Provide
  Arbitrary<List<Execution>> nest() {
    return Arbitraries.integers()
        .between(0, 3)
        .list()
        .ofMaxSize(30)
        .map(TimelinePropertyTest::oneThread);
  }

  /** Reads the numbers as steps: 0 and 1 call, 2 returns, 3 lets a millisecond pass. */
  private static List<Execution> oneThread(List<Integer> steps) {
    List<Execution> executions = new ArrayList<>();
    List<Integer> stack = new ArrayList<>();
    int now = 0;
    for (int step : steps) {
      if (step <= 1) {
        int parent = stack.isEmpty() ? -1 : stack.get(stack.size() - 1);
        stack.add(executions.size());
        PhaseName phase = step == 0 ? PhaseName.ANALYZE : PhaseName.INGEST;
        executions.add(new Execution(phase, parent, now, 0));
      } else if (step == 3) {
        now++;
      } else if (!stack.isEmpty()) {
        end(executions, stack.remove(stack.size() - 1), now);
      }
    }
    while (!stack.isEmpty()) {
      end(executions, stack.remove(stack.size() - 1), now);
    }
    return executions;
  }

  private static void end(List<Execution> executions, int index, int now) {
    Execution one = executions.get(index);
    executions.set(index, new Execution(one.phase, one.parent, one.start, now - one.start));
  }
}
