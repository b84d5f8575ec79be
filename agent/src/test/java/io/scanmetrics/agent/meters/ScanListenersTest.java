package io.scanmetrics.agent.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.PhaseBatch;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.testing.RecordedLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScanListenersTest {
  private final List<String> heard = new ArrayList<>();
  private final RecordedLog log = new RecordedLog();

  private final ScanListener recorder =
      (ScanListener)
          Proxy.newProxyInstance(
              ScanListener.class.getClassLoader(),
              new Class<?>[] {ScanListener.class},
              (proxy, method, arguments) -> {
                heard.add(method.getName());
                return null;
              });

  private static final ScanListener BROKEN =
      (ScanListener)
          Proxy.newProxyInstance(
              ScanListener.class.getClassLoader(),
              new Class<?>[] {ScanListener.class},
              (proxy, method, arguments) -> {
                throw new LinkageError("broken");
              });

  @Test
  void everyEventReachesEveryListenerWhateverTheOthersDo() throws Exception {
    ScanListener all = ScanListeners.of(List.of(recorder, BROKEN, recorder), log);
    List<String> told = new ArrayList<>();
    for (Method event : ScanListener.class.getMethods()) {
      tell(all, event);
      told.add(event.getName());
      told.add(event.getName());
    }

    assertThat(heard).isEqualTo(told);
    assertThat(log.lines).singleElement().asString().contains("broken");
  }

  private static void tell(ScanListener listener, Method event)
      throws IllegalAccessException, InvocationTargetException {
    Object[] arguments =
        Arrays.stream(event.getParameterTypes()).map(ScanListenersTest::sample).toArray();
    event.invoke(listener, arguments);
  }

  private static Object sample(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "int" -> 1;
      case "long" -> 1L;
      case "boolean" -> true;
      case "String" -> "text";
      case "Duration" -> Duration.ZERO;
      case "ScanAttribute" -> ScanAttribute.REPLAY;
      case "Scan" -> TestScans.scan().aborted();
      case "SpanRef" -> TestScans.SPAN;
      case "PhaseName" -> PhaseName.VEX;
      case "PhaseBatch" ->
          new PhaseBatch("", "", "", "vex", 0, 1, new long[] {1, 1}, new long[] {0, 1}, Map.of());
      default -> throw new IllegalArgumentException(type.toString());
    };
  }
}
