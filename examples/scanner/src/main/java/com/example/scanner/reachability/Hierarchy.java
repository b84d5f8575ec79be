package com.example.scanner.reachability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers who inherits what, over the artifact's classes and those of the platform, which is the
 * one that runs the scanner. Used by one thread.
 */
final class Hierarchy {
  private final CodeBase code;
  private final Map<String, List<String>> platformMethods = new HashMap<>();

  Hierarchy(CodeBase code) {
    this.code = code;
  }

  /** The class itself and everything above it, nearest first. */
  Set<String> typesOf(String className) {
    Set<String> types = new LinkedHashSet<>();
    Deque<String> waiting = new ArrayDeque<>(List.of(className));
    while (!waiting.isEmpty()) {
      String type = waiting.removeFirst();
      if (types.add(type)) {
        code.find(type)
            .or(() -> code.findPlatform(type))
            .ifPresent(found -> waiting.addAll(found.parents()));
      }
    }
    return types;
  }

  /**
   * What code outside the artifact may call on an object of that class because of that super type:
   * nothing if the type is in the artifact, its methods if the platform has it, and every method of
   * the class if nobody knows the type.
   */
  List<String> callbacks(String className, String type) {
    if (code.has(type)) {
      return List.of();
    }
    Optional<ParsedClass> platform = code.findPlatform(type);
    if (platform.isPresent()) {
      return platformMethods.computeIfAbsent(type, key -> overridable(platform.get()));
    }
    return code.find(className).map(Hierarchy::overridable).orElse(List.of());
  }

  private static List<String> overridable(ParsedClass type) {
    List<String> signatures = new ArrayList<>();
    type.methods()
        .forEach(
            (signature, method) -> {
              if (method.canOverride() && !signature.startsWith("<")) {
                signatures.add(signature);
              }
            });
    return signatures;
  }

  /** The code that runs when that method is called on an object of exactly that class. */
  Optional<MethodRef> override(String className, String signature) {
    return resolve(className, signature)
        .filter(
            target ->
                code.find(target.owner())
                    .map(owner -> owner.methods().get(target.signature()))
                    .filter(ParsedMethod::canOverride)
                    .isPresent());
  }

  /** The method that a call naming that class means: its own, else inherited, else a default. */
  Optional<MethodRef> resolve(String className, String signature) {
    @Nullable String name = className;
    while (name != null) {
      Optional<ParsedClass> found = code.find(name);
      if (found.isEmpty()) {
        break;
      }
      ParsedMethod method = found.get().methods().get(signature);
      if (method != null && method.hasCode()) {
        return Optional.of(new MethodRef(name, signature));
      }
      name = found.get().superName();
    }
    for (String type : typesOf(className)) {
      ParsedMethod method =
          code.find(type).map(found -> found.methods().get(signature)).orElse(null);
      if (method != null && method.hasCode()) {
        return Optional.of(new MethodRef(type, signature));
      }
    }
    return Optional.empty();
  }
}
