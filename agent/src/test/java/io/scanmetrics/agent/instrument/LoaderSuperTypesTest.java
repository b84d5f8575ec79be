package io.scanmetrics.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoaderSuperTypesTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final LoaderSuperTypes types = new LoaderSuperTypes();

  @Test
  void aNameStandsForAnotherClassInAnotherLoader() {
    ClassLoader one = new Files(Map.of("com/acme/A.class", header("com.acme.One")));
    ClassLoader other = new Files(Map.of("com/acme/A.class", header("com.acme.Other")));

    assertThat(isBelow(one, "com.acme.A", "com.acme.One")).isTrue();
    assertThat(isBelow(one, "com.acme.A", "com.acme.Other")).isFalse();
    assertThat(isBelow(other, "com.acme.A", "com.acme.Other")).isTrue();
    assertThat(isBelow(other, "com.acme.A", "com.acme.One")).isFalse();
  }

  @Test
  void whatIsKnownOfALoaderStaysKnown() {
    ClassLoader loader = new Files(Map.of());

    assertThat(types.in(loader)).isSameAs(types.in(loader)).isNotSameAs(types.in(null));
  }

  @Test
  void classesOfTheJdkAreFoundInEveryLoader() {
    String own = "java.util.concurrent.FutureTask";
    String platform = "java.sql.SQLException";

    assertThat(isBelow(null, own, "java.util.concurrent.Future")).isTrue();
    assertThat(isBelow(new Files(Map.of()), own, "java.util.concurrent.Future")).isTrue();
    assertThat(isBelow(new Files(Map.of()), platform, "java.lang.Throwable")).isTrue();
  }

  @Test
  void aLoaderThatFailsHasNoClasses() {
    ClassLoader failing =
        new ClassLoader(null) {
          @Override
          public @Nullable InputStream getResourceAsStream(String name) {
            throw new NoClassDefFoundError("com/acme/Gone");
          }
        };

    assertThat(isBelow(failing, "com.acme.A", "com.acme.One")).isFalse();
  }

  @Test
  void aLoaderThatTheApplicationHasForgottenIsGone() {
    WeakReference<ClassLoader> loader = forgotten();
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (loader.get() != null && System.nanoTime() < deadline) {
      System.gc();
    }

    assertThat(loader.get()).isNull();
  }

  private WeakReference<ClassLoader> forgotten() {
    ClassLoader loader = new Files(Map.of("com/acme/A.class", header("com.acme.One")));
    assertThat(isBelow(loader, "com.acme.A", "com.acme.One")).isTrue();
    return new WeakReference<>(loader);
  }

  private boolean isBelow(@Nullable ClassLoader loader, String type, String superType) {
    return types.in(loader).lead(List.of(type), superType);
  }

  private static byte[] header(String extended) {
    return Headers.of("com.acme.A", extended);
  }

  /** A class loader that has these resources, and is equal to every other. */
  private static final class Files extends ClassLoader {
    private final Map<String, byte[]> files;

    Files(Map<String, byte[]> files) {
      super(null);
      this.files = files;
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      byte[] found = files.get(name);
      return found == null ? null : new ByteArrayInputStream(found);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Files;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }
}
