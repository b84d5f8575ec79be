package com.example.scanner.reachability;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.samples.JarWriter;
import com.example.samples.SampleCompiler;
import com.example.scanner.ingest.Inventory;
import com.example.scanner.ingest.ScannedJar;
import com.example.scanner.model.Artifact;
import com.example.scanner.model.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test compiles an application {@code App} and a library {@code Lib}, and scans both. */
class CallGraphTest {
  @TempDir Path folder;

  @Test
  void callsAreFollowedFromMain() throws Exception {
    assertReached(
        "Lib.middle();",
        """
        public class Lib {
          static void middle() { bad(); }
          static void bad() {}
        }
        """);
  }

  @Test
  void whatNobodyCallsIsNotReached() throws Exception {
    assertNotReached(
        "new Lib().good();",
        """
        public class Lib {
          void good() {}
          static void bad() {}
        }
        """);
  }

  @Test
  void anOverrideIsReachedOnceItsClassIsCreated() throws Exception {
    String library =
        """
        public class Lib {
          interface Shape { void draw(); }
          static class Square implements Shape { public void draw() { bad(); } }
          static class Circle implements Shape { public void draw() { } }
          static void all(Shape shape) { shape.draw(); }
          static void bad() {}
        }
        """;

    assertReached("Lib.all(new Lib.Square());", library);
    assertNotReached("Lib.all(new Lib.Circle());", library);
  }

  @Test
  void creationAfterTheCallCountsAsWell() throws Exception {
    assertReached(
        "Lib.all(null); Lib.later();",
        """
        public class Lib {
          static abstract class Shape { abstract void draw(); }
          static class Square extends Shape { void draw() { bad(); } }
          static void all(Shape shape) { shape.draw(); }
          static Shape later() { return new Square(); }
          static void bad() {}
        }
        """);
  }

  @Test
  void anInheritedMethodIsTheOneOfTheSuperClass() throws Exception {
    assertReached(
        "new Lib.Child().run();",
        """
        public class Lib {
          static class Parent { void run() { bad(); } }
          static class Child extends Parent { }
          static void bad() {}
        }
        """);
  }

  @Test
  void aDefaultMethodIsReached() throws Exception {
    assertReached(
        "new Lib.Thing().act();",
        """
        public class Lib {
          interface Acting { default void act() { bad(); } }
          static class Thing implements Acting { }
          static void bad() {}
        }
        """);
  }

  @Test
  void lambdasAndMethodReferencesAreHeldForCalled() throws Exception {
    String library = "public class Lib { static void bad() {} }";

    assertReached("Runnable r = () -> Lib.bad(); r.run();", library);
    assertReached("Runnable r = Lib::bad; r.run();", library);
  }

  @Test
  void aStaticInitializerRunsWithTheFirstUse() throws Exception {
    assertReached(
        "System.out.println(Lib.Holder.value);",
        """
        public class Lib {
          static class Holder { static String value = make(); }
          static String make() { bad(); return ""; }
          static void bad() {}
        }
        """);
  }

  @Test
  void thePlatformCallsBackWhatItIsGiven() throws Exception {
    assertReached(
        "java.util.Collections.sort(new java.util.ArrayList<String>(), new Lib.Order());",
        """
        public class Lib {
          static class Order implements java.util.Comparator<String> {
            public int compare(String a, String b) { bad(); return 0; }
          }
          static void bad() {}
        }
        """);
  }

  @Test
  void aClassThatIsNamedMayBeCreatedByReflection() throws Exception {
    String library =
        """
        public class Lib {
          public static class Plugin { public Plugin() { bad(); } }
          static void bad() {}
        }
        """;

    assertReached("Object o = \"pkg.Lib$Plugin\";", library);
    assertReached("Object o = Lib.Plugin.class;", library);
    assertNotReached("Object o = \"pkg.Other\";", library);
  }

  @Test
  void aServiceIsCreatedWhereItsTypeIsNamed() throws Exception {
    assertReached(
        "java.util.ServiceLoader.load(Lib.Service.class);",
        """
        public class Lib {
          public interface Service { }
          public static class Provider implements Service { public Provider() { bad(); } }
          static void bad() {}
        }
        """);
  }

  @Test
  void theWayIsToldFromTheEntryPointOn() throws Exception {
    Inventory inventory =
        inventory(
            "Lib.middle();",
            """
            public class Lib {
              static void middle() { bad(); }
              static void bad() {}
            }
            """);
    try (CodeBase code = CodeBase.of(inventory)) {
      CallGraph graph = CallGraph.of(code);

      assertThat(graph.pathTo(new MethodRef("pkg/Lib", "bad()V")))
          .extracting(MethodRef::display)
          .containsExactly("pkg.App.main", "pkg.Lib.middle", "pkg.Lib.bad");
    }
  }

  @Test
  void withoutAnApplicationEveryPublicMethodIsAnEntryPoint() throws Exception {
    Path classes =
        compile("", "public class Lib { public static void open() { } void hidden() {} }");
    Path jar =
        new JarWriter()
            .file("pkg/Lib.class", classes.resolve("pkg/Lib.class"))
            .write(folder.resolve("lib.jar"));

    try (CodeBase code = CodeBase.of(inventory(List.of(jar), List.of()))) {
      assertThat(CallGraph.of(code).reached())
          .extracting(MethodRef::name)
          .contains("open")
          .doesNotContain("hidden");
    }
  }

  @Test
  void looseClassesAreAnApplication() throws Exception {
    Path classes =
        compile("Lib.bad();", "public class Lib { static void bad() {} public void open() {} }");
    Path jar =
        new JarWriter()
            .file("pkg/Lib.class", classes.resolve("pkg/Lib.class"))
            .write(folder.resolve("lib.jar"));

    try (CodeBase code =
        CodeBase.of(inventory(List.of(jar), List.of(classes.resolve("pkg/App.class"))))) {
      assertThat(CallGraph.of(code).reached())
          .extracting(MethodRef::name)
          .contains("main", "bad")
          .doesNotContain("open");
    }
  }

  @Test
  void aBrokenClassFileIsCountedAndLeftOut() throws Exception {
    Path jar =
        new JarWriter()
            .manifest("Main-Class: a.B")
            .text("a/B.class", "no class")
            .write(folder.resolve("a.jar"));

    try (CodeBase code = CodeBase.of(inventory(List.of(jar), List.of()))) {
      assertThat(CallGraph.of(code).reached()).isEmpty();
      assertThat(code.unreadable()).isEqualTo(1);
    }
  }

  private void assertReached(String main, String library) throws Exception {
    assertThat(reachesBad(main, library)).isTrue();
  }

  private void assertNotReached(String main, String library) throws Exception {
    assertThat(reachesBad(main, library)).isFalse();
  }

  private boolean reachesBad(String main, String library) throws Exception {
    try (CodeBase code = CodeBase.of(inventory(main, library))) {
      return CallGraph.of(code).reached().contains(new MethodRef("pkg/Lib", "bad()V"));
    }
  }

  private Inventory inventory(String main, String library) throws Exception {
    Path classes = compile(main, library);
    JarWriter application = new JarWriter().manifest("Main-Class: pkg.App");
    JarWriter lib = new JarWriter().text("META-INF/services/pkg.Lib$Service", "pkg.Lib$Provider\n");
    try (Stream<Path> files = Files.list(classes.resolve("pkg"))) {
      for (Path file : files.sorted().toList()) {
        String name = "pkg/" + file.getFileName();
        (name.startsWith("pkg/App") ? application : lib).file(name, file);
      }
    }
    return inventory(
        List.of(application.write(folder.resolve("app.jar")), lib.write(folder.resolve("lib.jar"))),
        List.of());
  }

  private Path compile(String main, String library) throws IOException {
    Path sources = Files.createTempDirectory(folder, "sources");
    Files.writeString(
        sources.resolve("App.java"),
        "package pkg; public class App { public static void main(String[] a) { " + main + " } }");
    Files.writeString(sources.resolve("Lib.java"), "package pkg; " + library);
    return SampleCompiler.compile(sources, List.of(), Files.createTempDirectory(folder, "classes"));
  }

  static Inventory inventory(List<Path> jars, List<Path> classFiles) throws IOException {
    List<ScannedJar> scanned = new ArrayList<>();
    for (Path jar : jars) {
      scanned.add(new ScannedJar(String.valueOf(jar.getFileName()), jar, FileDigest.of(jar)));
    }
    return new Inventory(
        new Artifact("app", "sha256:" + "00".repeat(32), "directory"), scanned, classFiles, 0, 0);
  }
}
