package io.scanmetrics.agent.rules.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Classes that the agent does not see: in modules that open nothing, in loaders that come and go.
 */
class ForeignClassesTest {
  private static final Map<String, String> SOURCES =
      Map.of(
          "module-info.java",
          "module closed { provides java.util.function.Supplier with closed.Factory; }",
          "closed/Report.java",
          """
          package closed;
          public record Report(String id, Inner inner) {
            public Report() { this("r1", new Inner()); }
            static final class Inner {
              public int getCount() { return 3; }
              private final String name = "inner";
              String name() { return name; }
            }
          }
          """,
          "closed/Factory.java",
          """
          package closed;
          public class Factory implements java.util.function.Supplier<Object> {
            public Object get() { return new Report(); }
          }
          """,
          "closed/Partial.java",
          """
          package closed;
          public class Partial {
            public String getId() { return "partial"; }
            public Missing getMissing() { return null; }
          }
          """,
          "closed/Missing.java",
          "package closed; public class Missing { }");

  @TempDir private Path folder;
  private Path classes;

  @BeforeEach
  void compile() throws IOException {
    classes = folder.resolve("classes");
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
    SOURCES.forEach(
        (name, source) -> {
          Path file = folder.resolve("src").resolve(name);
          try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          arguments.add(file.toString());
        });
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(status).isZero();
  }

  @Test
  void inAClosedModuleAreReadOnceTheAgentHasOpenedIt() throws Exception {
    ModuleLayer.Controller layer = layer();
    Object report = report(layer.layer());
    List<Class<?>> opened = new ArrayList<>();
    Expressions expressions =
        new Expressions(
            type -> {
              opened.add(type);
              layer.addOpens(
                  type.getModule(), type.getPackageName(), ForeignClassesTest.class.getModule());
            });
    TestCall call = TestCall.of(report);

    assertThat(call.read(expressions.compile("param0.id"))).isEqualTo("r1");
    assertThat(call.read(expressions.compile("param0.inner.count"))).isEqualTo(3L);
    assertThat(call.read(expressions.compile("param0.inner.name"))).isEqualTo("inner");
    assertThat(call.errors()).isEmpty();
    assertThat(opened).hasSize(1);
  }

  @Test
  void inAClosedModuleThatStaysClosedAreAnErrorThatSaysSo() throws Exception {
    TestCall call = TestCall.of(report(layer().layer()));

    assertThat(call.read("param0.id")).isNull();
    assertThat(call.errors())
        .singleElement()
        .asString()
        .contains("module closed does not open the package of closed.Report");
  }

  @Test
  void thatNameMissingClassesAreAnErrorThatSaysSo() throws Exception {
    Files.delete(classes.resolve("module-info.class"));
    Files.delete(classes.resolve("closed/Missing.class"));
    try (URLClassLoader loader = loader()) {
      TestCall call = TestCall.of(create(loader, "closed.Partial"));

      assertThat(call.read("param0.id")).isNull();
      assertThat(call.errors()).singleElement().asString().contains("cannot be looked into");
    }
  }

  @Test
  void areNotKeptAliveByWhatIsRememberedOfThem() throws Exception {
    Files.delete(classes.resolve("module-info.class"));
    Expression expression = TestCall.compile("param0.inner.count");
    WeakReference<ClassLoader> loader = readThrough(expression);

    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (loader.get() != null && System.nanoTime() < deadline) {
      System.gc();
    }
    assertThat(loader.get()).isNull();
    assertThat(expression.text()).isEqualTo("param0.inner.count");
  }

  private WeakReference<ClassLoader> readThrough(Expression expression) throws Exception {
    try (URLClassLoader loader = loader()) {
      TestCall call = TestCall.of(create(loader, "closed.Report"));
      for (int i = 0; i < 100; i++) {
        assertThat(call.read(expression)).isEqualTo(3L);
      }
      return new WeakReference<>(loader);
    }
  }

  private URLClassLoader loader() throws IOException {
    return new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
  }

  private ModuleLayer.Controller layer() {
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("closed"));
    return ModuleLayer.defineModulesWithOneLoader(configuration, List.of(boot), null);
  }

  /** The module gives its object away, but not its class. */
  private static Object report(ModuleLayer layer) {
    return ServiceLoader.load(layer, Supplier.class).findFirst().orElseThrow().get();
  }

  private static Object create(ClassLoader loader, String name) throws Exception {
    return loader.loadClass(name).getDeclaredConstructor().newInstance();
  }
}
