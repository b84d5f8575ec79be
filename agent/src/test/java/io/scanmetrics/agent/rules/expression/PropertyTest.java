package io.scanmetrics.agent.rules.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code x.id} means on the objects that applications have. */
class PropertyTest {

  record Component(String id) {
    public String getId() {
      return "getter";
    }
  }

  static class All extends HashMap<String, Object> {
    private static final long serialVersionUID = 1L;
    public final String id = "field";

    All() {
      put("id", "key");
    }

    public String getId() {
      return "getter";
    }

    public String id() {
      return "fluent";
    }
  }

  static final class Flag {
    private final boolean id = true;

    public boolean isId() {
      return id;
    }

    public String isText() {
      return "no flag, so no getter";
    }
  }

  static class FieldAndFluent {
    public final String id = "field";

    public String id() {
      return "fluent";
    }
  }

  static class Fluent {
    private final String id = "fluent";
    private final List<String> names = new ArrayList<>();
    private final String other = "other";

    String id() {
      return id;
    }

    public String names() {
      return "not typed as its field " + names;
    }

    public String nothing() {
      return "not named as a field " + other;
    }
  }

  static final class Derived extends Fluent {}

  static final class Key extends HashMap<String, Object> {
    private static final long serialVersionUID = 1L;

    Key() {
      put("id", "key");
    }
  }

  private static @Nullable Object read(Object object, String path) {
    TestCall call = TestCall.of(object);
    Object value = call.read("param0." + path);
    assertThat(call.errors()).isEmpty();
    return value;
  }

  private static String failure(Object object, String path) {
    TestCall call = TestCall.of(object);
    assertThat(call.read("param0." + path)).isNull();
    assertThat(call.errors()).hasSize(1);
    return call.errors().get(0);
  }

  @Nested
  class Order {
    @Test
    void aRecordsComponentGoesFirst() {
      assertThat(read(new Component("component"), "id")).isEqualTo("component");
      assertThat(read(new Component("component"), "getId()")).isEqualTo("getter");
    }

    @Test
    void thenAGetter() {
      assertThat(read(new All(), "id")).isEqualTo("getter");
      assertThat(read(new All(), "id()")).isEqualTo("getter");
      assertThat(read(new Flag(), "id")).isEqualTo(true);
      assertThat(read(new Flag(), "isId()")).isEqualTo(true);
    }

    @Test
    void thenAPublicField() {
      assertThat(read(new FieldAndFluent(), "id")).isEqualTo("field");
    }

    @Test
    void thenAFluentAccessor() {
      assertThat(read(new Fluent(), "id")).isEqualTo("fluent");
      assertThat(read(new Fluent(), "id()")).isEqualTo("fluent");
      assertThat(read(new Derived(), "id")).isEqualTo("fluent");
    }

    @Test
    void thenAMapsKey() {
      assertThat(read(new Key(), "id")).isEqualTo("key");
      assertThat(read(new Key(), "id()")).isEqualTo("key");
    }
  }

  @Nested
  class Refused {
    @Test
    void isAMethodThatIsNoPropertyAndItIsNotCalled() {
      AtomicInteger calls = new AtomicInteger();
      Refreshable object = () -> "called " + calls.incrementAndGet();
      assertThat(failure(object, "refresh()"))
          .contains("no record component, getter, public field or accessor refresh()");
      assertThat(calls).hasValue(0);
    }

    @Test
    void isAMethodNamedButNotTypedAsAField() {
      failure(new Fluent(), "names");
      failure(new Fluent(), "nothing()");
      failure(new Flag(), "text");
    }

    @Test
    void isAPrivateField() {
      failure(new Fluent(), "other");
    }

    @Test
    void isWhatTheJdkHasBesidesValues() {
      ByteBuffer buffer = ByteBuffer.wrap(new byte[8]);
      assertThat(failure(buffer, "int")).contains("of the JDK is not read");
      assertThat(buffer.position()).isZero();
      failure(Thread.currentThread(), "contextClassLoader");
      failure(String.class, "classLoader");
      failure(TimeUnit.DAYS, "declaringClass");
      failure(new AtomicInteger(), "plain");
      failure(PropertyTest.class.getModule(), "name");
    }
  }

  @Nested
  class OfTheJdk {
    @Test
    void areItsValues() {
      assertThat(read(Path.of("/a/b.jar"), "fileName")).isEqualTo("b.jar");
      assertThat(read(new File("/a/b.jar"), "name")).isEqualTo("b.jar");
      assertThat(read(Instant.ofEpochSecond(7), "epochSecond")).isEqualTo(7L);
      assertThat(read(TimeUnit.DAYS, "name()")).isEqualTo("DAYS");
      assertThat(read(Map.entry("k", "v"), "value")).isEqualTo("v");
      assertThat(read(new JarEntry("x"), "name")).isEqualTo("x");
      assertThat(read(new CompletableFuture<>(), "done")).isEqualTo(false);
      assertThat(read(new IllegalStateException("x"), "message")).isEqualTo("x");
    }

    @Test
    void areTheSizesOfItsCollections() {
      assertThat(read(List.of(1, 2), "size()")).isEqualTo(2L);
      assertThat(read(List.of(1, 2), "size")).isEqualTo(2L);
      assertThat(read(List.of(1, 2), "empty")).isEqualTo(false);
      assertThat(read(List.of("a", "b"), "contains('b')")).isEqualTo(true);
      assertThat(read(Map.of("a", 1), "isEmpty()")).isEqualTo(false);
      assertThat(read(new HashMap<>(Map.of("values", 1)), "values")).isEqualTo(1L);
      assertThat(read(new int[3], "length")).isEqualTo(3L);
    }

    @Test
    void errorsTellTheirMessage() {
      TestCall call = TestCall.of().throwing(new IllegalStateException("broken"));
      assertThat(call.read("error.message")).isEqualTo("broken");
    }
  }

  public interface Refreshable {
    String refresh();
  }

  public interface Named {
    String getName();

    default String getGreeting() {
      return "hello " + getName();
    }
  }

  abstract static class Generic<T> {
    public abstract T getId();
  }

  static final class Bridged extends Generic<String> {
    @Override
    public String getId() {
      return "bridged";
    }
  }

  public static final class Packages {
    private final List<String> all = List.of("a", "b", "c");

    public int size() {
      return all.size();
    }
  }

  @Test
  void ofAClassThatCountsIsItsSize() {
    assertThat(read(new Packages(), "size()")).isEqualTo(3L);
    assertThat(read(new Packages(), "size")).isEqualTo(3L);
    failure(new Packages(), "length()");
  }

  @Test
  void ofAProxyAreThoseOfItsInterfaces() {
    Object proxy =
        Proxy.newProxyInstance(
            Named.class.getClassLoader(),
            new Class<?>[] {Named.class},
            (self, method, arguments) -> "proxy");
    assertThat(read(proxy, "name")).isEqualTo("proxy");
  }

  @Test
  void ofALambdaAreThoseOfItsInterface() {
    Named lambda = () -> "lambda";
    assertThat(read(lambda, "name")).isEqualTo("lambda");
    assertThat(read(lambda, "greeting")).isEqualTo("hello lambda");
  }

  @Test
  void ofGenericClassesAreThoseThatTheCallerSees() {
    assertThat(read(new Bridged(), "id")).isEqualTo("bridged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"getFoo", "isFoo", "getX", "get1"})
  void gettersAreToldByTheirNames(String name) {
    assertThat(Names.isGetter(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "is", "getaway", "island", "foo"})
  void otherNamesAreNot(String name) {
    assertThat(Names.isGetter(name)).isFalse();
  }
}
