package io.scanmetrics.assemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers a scan's executions for the {@link Timeline} so that an execution and all that is nested
 * inside it, through any number of levels, are neighbours: the outer one first.
 *
 * <p>A parent that is not among them makes an execution an outermost one. Parents that form a ring,
 * which only broken data can, are cut at the ring's first member.
 */
final class NestingOrder {
  private static final int NONE = -1;

  private final int[] numberOf;
  private final int[] indexOf;
  private final int[] lastInside;

  private NestingOrder(int size) {
    numberOf = new int[size];
    indexOf = new int[size];
    lastInside = new int[size];
    Arrays.fill(numberOf, NONE);
  }

  static NestingOrder of(List<PhaseExecution> phases) {
    Map<String, Integer> bySpan = new HashMap<>();
    for (int i = 0; i < phases.size(); i++) {
      bySpan.put(phases.get(i).spanId(), i);
    }
    List<List<Integer>> inside = new ArrayList<>();
    phases.forEach(phase -> inside.add(new ArrayList<>(0)));
    List<Integer> outermost = new ArrayList<>();
    for (int i = 0; i < phases.size(); i++) {
      String parent = phases.get(i).parentSpanId();
      Integer outer = parent == null ? null : bySpan.get(parent);
      (outer == null ? outermost : inside.get(outer)).add(i);
    }
    NestingOrder order = new NestingOrder(phases.size());
    int next = 0;
    for (int root : outermost) {
      next = order.number(root, next, inside);
    }
    for (int ring = 0; ring < phases.size(); ring++) {
      if (order.numberOf[ring] == NONE) {
        next = order.number(ring, next, inside);
      }
    }
    return order;
  }

  /** Where in the numbering the execution at that place of the list stands, from 0. */
  int numberOf(int index) {
    return numberOf[index];
  }

  /** The place in the list of the execution with that number. */
  int indexOf(int number) {
    return indexOf[number];
  }

  /**
   * The highest number of those nested inside the one with that number, itself if there is none.
   */
  int lastInside(int number) {
    return lastInside[number];
  }

  /** Numbers one nest, without recursion because it may be deeper than a thread's stack. */
  private int number(int root, int first, List<List<Integer>> inside) {
    int next = first;
    List<Integer> path = new ArrayList<>();
    List<Integer> nextChild = new ArrayList<>();
    next = enter(root, next, path, nextChild);
    while (!path.isEmpty()) {
      int top = path.size() - 1;
      int node = path.get(top);
      int child = nextChild.get(top);
      if (child == inside.get(node).size()) {
        lastInside[numberOf[node]] = next - 1;
        path.remove(top);
        nextChild.remove(top);
        continue;
      }
      nextChild.set(top, child + 1);
      int entered = inside.get(node).get(child);
      if (numberOf[entered] == NONE) {
        next = enter(entered, next, path, nextChild);
      }
    }
    return next;
  }

  private int enter(int node, int number, List<Integer> path, List<Integer> nextChild) {
    numberOf[node] = number;
    indexOf[number] = node;
    path.add(node);
    nextChild.add(0);
    return number + 1;
  }
}
