package com.example.scanner.reachability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Grows from the entry points over everything they may call (rapid type analysis): a virtual call
 * leads to each override in a class that reached code creates. A class also counts as created if
 * reached code names it, as a class constant, as a text, or as a service; that covers the usual
 * reflection, not all of it. Code that the platform calls back (a comparator, a thread's body) is
 * reached once its class is created. Breadth first and in a fixed order, so the same code gives the
 * same paths. Used by one thread.
 */
final class CallGraph {
  private static final String NO_ARGUMENTS = "<init>()V";
  private static final String STATIC_INITIALIZER = "<clinit>()V";

  private final CodeBase code;
  private final Hierarchy hierarchy;

  /** Each reached method with the one it was first reached from; an entry point with itself. */
  private final Map<MethodRef, MethodRef> reached = new LinkedHashMap<>();

  private final Deque<MethodRef> waiting = new ArrayDeque<>();
  private final Set<String> created = new LinkedHashSet<>();

  /** By super type: the created classes below it. */
  private final Map<String, List<String>> createdBelow = new LinkedHashMap<>();

  /** By the type a virtual call names: the called signatures, each with its first caller. */
  private final Map<String, Map<String, MethodRef>> virtualCalls = new LinkedHashMap<>();

  private int edges;

  private CallGraph(CodeBase code) {
    this.code = code;
    this.hierarchy = new Hierarchy(code);
  }

  /** The graph from all public methods of the application's own public classes. */
  static CallGraph of(CodeBase code) {
    CallGraph graph = new CallGraph(code);
    for (String name : code.ownClasses()) {
      code.find(name).filter(ParsedClass::isPublic).ifPresent(graph::enter);
    }
    graph.grow();
    return graph;
  }

  /** All reached methods. */
  Set<MethodRef> reached() {
    return reached.keySet();
  }

  /** How many calls were followed. */
  int edges() {
    return edges;
  }

  /** The way to a reached method, entry point first. */
  List<MethodRef> pathTo(MethodRef target) {
    Deque<MethodRef> path = new ArrayDeque<>();
    path.addFirst(target);
    for (MethodRef caller = reached.get(target);
        caller != null && !caller.equals(path.getFirst());
        caller = reached.get(caller)) {
      path.addFirst(caller);
    }
    return new ArrayList<>(path);
  }

  private void enter(ParsedClass entry) {
    entry
        .methods()
        .forEach(
            (signature, method) -> {
              if (method.isPublic() && method.hasCode()) {
                MethodRef ref = new MethodRef(entry.name(), signature);
                reach(ref, ref);
                touch(entry.name(), ref);
                create(entry.name(), ref);
              }
            });
  }

  private void grow() {
    while (!waiting.isEmpty()) {
      MethodRef ref = waiting.removeFirst();
      ParsedMethod method =
          code.find(ref.owner()).map(owner -> owner.methods().get(ref.signature())).orElse(null);
      if (method != null) {
        method.references().forEach(reference -> follow(reference, ref));
      }
    }
  }

  private void follow(Reference reference, MethodRef from) {
    edges++;
    String owner = reference.owner();
    switch (reference.kind()) {
      case EXACT_CALL -> {
        touch(owner, from);
        hierarchy.resolve(owner, reference.signature()).ifPresent(target -> reach(target, from));
      }
      case VIRTUAL_CALL -> callVirtually(owner, reference.signature(), from);
      case INSTANTIATION -> create(owner, from);
      case STATIC_FIELD -> touch(owner, from);
      case MENTION -> {
        createByReflection(owner, from);
        code.providers(owner).forEach(provider -> createByReflection(provider, from));
      }
    }
  }

  private void reach(MethodRef target, MethodRef from) {
    if (reached.putIfAbsent(target, from) == null) {
      waiting.addLast(target);
    }
  }

  /** First use of a class runs its static initializer. */
  private void touch(String className, MethodRef from) {
    Optional<ParsedClass> found = code.find(className);
    if (found.isPresent() && found.get().methods().containsKey(STATIC_INITIALIZER)) {
      reach(new MethodRef(className, STATIC_INITIALIZER), from);
    }
  }

  private void createByReflection(String className, MethodRef from) {
    Optional<ParsedClass> found = code.find(className);
    if (found.isPresent()) {
      create(className, from);
      if (found.get().methods().containsKey(NO_ARGUMENTS)) {
        reach(new MethodRef(className, NO_ARGUMENTS), from);
      }
    }
  }

  private void create(String className, MethodRef from) {
    if (!code.has(className) || !created.add(className)) {
      return;
    }
    touch(className, from);
    for (String type : hierarchy.typesOf(className)) {
      createdBelow.computeIfAbsent(type, key -> new ArrayList<>()).add(className);
      for (String signature : hierarchy.callbacks(className, type)) {
        link(className, signature, from);
      }
      virtualCalls
          .getOrDefault(type, Map.of())
          .forEach((signature, caller) -> link(className, signature, caller));
    }
  }

  private void callVirtually(String owner, String signature, MethodRef from) {
    Map<String, MethodRef> calls =
        virtualCalls.computeIfAbsent(owner, key -> new LinkedHashMap<>());
    if (calls.putIfAbsent(signature, from) == null) {
      for (String receiver : createdBelow.getOrDefault(owner, List.of())) {
        link(receiver, signature, from);
      }
    }
  }

  private void link(String receiver, String signature, MethodRef from) {
    hierarchy.override(receiver, signature).ifPresent(target -> reach(target, from));
  }
}
