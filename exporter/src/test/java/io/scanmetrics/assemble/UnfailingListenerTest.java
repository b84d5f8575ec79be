package io.scanmetrics.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.scanmetrics.testing.RecordedLog;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnfailingListenerTest {
  private static final Map<Class<?>, Object> NOTHING =
      Map.of(boolean.class, false, int.class, 0, long.class, 0L);

  private final RecordedLog log = new RecordedLog();

  static Stream<Method> all() {
    return Stream.of(ScanListener.class.getDeclaredMethods())
        .filter(method -> !method.isSynthetic());
  }

  @ParameterizedTest
  @MethodSource("all")
  void whateverIsToldIsPassedOn(Method news) throws Exception {
    List<Method> heard = new ArrayList<>();

    tell(news, heard, null);

    assertThat(heard).containsExactly(news);
  }

  @ParameterizedTest
  @MethodSource("all")
  void oneThatFailsIsNotNoticed(Method news) {
    List<Method> heard = new ArrayList<>();

    assertThatCode(() -> tell(news, heard, new IllegalStateException())).doesNotThrowAnyException();
    assertThatCode(() -> tell(news, heard, new LinkageError())).doesNotThrowAnyException();

    assertThat(heard).containsExactly(news, news);
  }

  @Test
  void theFirstFaultIsTold() {
    ScanListener listener =
        new UnfailingListener(
            new ScanListener() {
              @Override
              public void scanStarted() {
                throw new OutOfMemoryError("no room");
              }
            },
            log);

    listener.scanStarted();
    listener.scanStarted();

    assertThat(log.lines).singleElement().asString().contains("OutOfMemoryError: no room");
  }

  private void tell(Method news, List<Method> heard, @Nullable Throwable fault) throws Exception {
    ScanListener listener =
        (ScanListener)
            Proxy.newProxyInstance(
                ScanListener.class.getClassLoader(),
                new Class<?>[] {ScanListener.class},
                (proxy, method, arguments) -> {
                  heard.add(method);
                  if (fault != null) {
                    throw fault;
                  }
                  return null;
                });
    Object[] nothing = Stream.of(news.getParameterTypes()).map(NOTHING::get).toArray();
    news.invoke(new UnfailingListener(listener, log), nothing);
  }
}
