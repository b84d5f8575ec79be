package io.scanmetrics.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.bridge.ScanBridge;
import io.scanmetrics.agent.explain.ClassPaths;
import io.scanmetrics.agent.explain.Explainer;
import io.scanmetrics.agent.explain.Hit;
import io.scanmetrics.agent.explain.HookReport;
import io.scanmetrics.agent.explain.LintClasses;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Rules;
import io.scanmetrics.agent.rules.RulesReader;
import io.scanmetrics.agent.rules.RulesReading;
import io.scanmetrics.agent.rules.expression.Expressions;
import io.scanmetrics.agent.rules.expression.ModuleOpener;
import io.scanmetrics.agent.telemetry.Interception;
import io.scanmetrics.agent.telemetry.Sites;
import io.scanmetrics.agent.telemetry.TelemetryListener;
import io.scanmetrics.agent.testing.Application;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What is explained is what is woven, whatever a rule selects. */
class ExplainedAsWovenPropertyTest {
  private static final Map<String, byte[]> CLASS_FILES = new TreeMap<>();
  private static final List<Path> FOLDERS = new ArrayList<>();

  private static ClassPaths paths = Nowhere.PATHS;
  private static ClassLoader loader = ClassLoader.getPlatformClassLoader();

  private static final class Nowhere {
    static final ClassPaths PATHS = open(List.of());
  }

  @BeforeContainer
  static void compile() throws IOException {
    FOLDERS.add(LintClasses.folder());
    for (String application : List.of("shapes", "selectors", "loaders")) {
      FOLDERS.add(Application.compile(application).classes());
    }
    for (Path folder : FOLDERS) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
          byte[] classFile = Files.readAllBytes(file);
          CLASS_FILES.put(ClassViews.nameOf(classFile), classFile);
        }
      }
    }
    paths = open(FOLDERS.stream().map(Path::toString).toList());
    loader = new URLClassLoader(FOLDERS.stream().map(f -> url(f)).toArray(URL[]::new), null);
  }

  @AfterContainer
  static void close() {
    paths.close();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void everyRule(@ForAll("rules") String rule) throws IOException {
    Rules rules = read(rule);

    assertThat(explained(rules)).isEqualTo(woven(rules));
  }

  @Provide
  Arbitrary<String> rules() {
    return Combinators.combine(classes(), methods(), excludes())
        .as(ExplainedAsWovenPropertyTest::rule);
  }

  private static String rule(String type, String method, String excludes) {
    return "version: 1\nphases:\n  - phase: analyze\n    class: %s\n    method: %s\n%s"
        .formatted(type, method, excludes);
  }

  private static Arbitrary<String> classes() {
    Arbitrary<String> packages =
        Arbitraries.of("com.acme", "com", "com.acme.lint", "com.acme.selectors", "java.util");
    Arbitrary<String> names = Arbitraries.create(CLASS_FILES::keySet).flatMap(Arbitraries::of);
    Arbitrary<String> types =
        Arbitraries.oneOf(
            names,
            Arbitraries.of(
                "java.lang.Object",
                "java.lang.Enum",
                "java.lang.Record",
                "java.util.concurrent.Callable",
                "com.acme.gone.Base"));
    return Arbitraries.oneOf(
        names,
        Combinators.combine(types, packages).as("{super_type: %s, packages: [%s]}"::formatted),
        Combinators.combine(types, packages).as("{annotation: %s, packages: [%s]}"::formatted),
        Combinators.combine(regexes(), packages)
            .as("{name_regex: '%s', packages: [%s]}"::formatted));
  }

  private static Arbitrary<String> regexes() {
    return Arbitraries.of(
        ".*",
        ".*e.*",
        ".*\\$.*",
        ".*[A-M]",
        "com\\.acme\\.[^.]*\\..*",
        "run|scan|check|kind.*",
        ".{4,8}");
  }

  private static Arbitrary<String> methods() {
    Arbitrary<String> names =
        Arbitraries.of(
            "run", "scan", "check", "analyze", "step", "value", "call", "peek", "put", "weigh");
    Arbitrary<String> parameters =
        Arbitraries.of(
                "[]",
                "[int]",
                "[String]",
                "[Object]",
                "['String[]', java.util.Map$Entry]",
                "[java.nio.file.Path]")
            .map(", parameters: %s"::formatted)
            .injectNull(0.8)
            .map(text -> text == null ? "" : text);
    Arbitrary<String> annotations =
        Arbitraries.of(
                "com.acme.selectors.Marked$Measured",
                "com.acme.lint.Measured",
                "com.acme.shapes.Marked$Measured",
                "java.lang.Override")
            .map("{annotation: %s}"::formatted);
    return Arbitraries.frequencyOf(
        Tuple.of(3, Combinators.combine(names, parameters).as("{name: %s%s}"::formatted)),
        Tuple.of(
            6, Combinators.combine(regexes(), parameters).as("{name_regex: '%s'%s}"::formatted)),
        Tuple.of(1, annotations));
  }

  private static Arbitrary<String> excludes() {
    Arbitrary<String> type = classes().map("{class: %s}"::formatted);
    Arbitrary<String> method = methods().map("{method: %s}"::formatted);
    Arbitrary<String> both =
        Combinators.combine(classes(), methods()).as("{class: %s, method: %s}"::formatted);
    return Arbitraries.oneOf(type, method, both)
        .map("    exclude: [%s]\n"::formatted)
        .injectNull(0.5)
        .map(text -> text == null ? "" : text);
  }

  private static Rules read(String text) throws IOException {
    Path file = Files.createTempFile("rules", ".yaml");
    try {
      Files.writeString(file, text);
      RulesReading reading =
          RulesReader.read(List.of(file.toString()), Map.of(), new Expressions(ModuleOpener.NONE));
      assertThat(reading.faults()).as(text).isEmpty();
      return reading.rules();
    } finally {
      Files.delete(file);
    }
  }

  private static Set<String> explained(Rules rules) {
    Set<String> methods = new TreeSet<>();
    for (HookReport report : Explainer.explain(rules, paths).hooks()) {
      for (Hit hit : report.hits()) {
        methods.add(hit.signature());
      }
      assertThat(report.nearestMiss() == null).isEqualTo(!report.hits().isEmpty());
    }
    return methods;
  }

  private static Set<String> woven(Rules rules) {
    List<Target> targets = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      for (Hook hook : rule.hooks()) {
        targets.add(new Target(hook, new Interception(rule, hook, deaf(TelemetryListener.class))));
      }
    }
    Weaver weaver = new Weaver(targets, new Sites(), deaf(MatchListener.class));
    Set<String> methods = new TreeSet<>();
    CLASS_FILES.forEach(
        (name, classFile) -> {
          byte[] woven = weaver.weave(loader, name, classFile);
          if (woven != null) {
            new ClassReader(woven).accept(new BridgeCalls(name, methods), 0);
          }
        });
    return methods;
  }

  /** A listener that does not care. */
  private static <T> T deaf(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
  }

  private static ClassPaths open(List<String> paths) {
    try {
      return ClassPaths.open(paths);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static URL url(Path folder) {
    try {
      return folder.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  /** Collects the methods that call the bridge. */
  private static final class BridgeCalls extends ClassVisitor {
    private final String type;
    private final Set<String> methods;

    BridgeCalls(String type, Set<String> methods) {
      super(Opcodes.ASM9);
      this.type = type;
      this.methods = methods;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
          if (owner.equals(Type.getInternalName(ScanBridge.class))) {
            List<String> parameters =
                Stream.of(Type.getArgumentTypes(descriptor)).map(Type::getClassName).toList();
            methods.add(new Hit(type, name, parameters, "").signature());
          }
        }
      };
    }
  }
}
