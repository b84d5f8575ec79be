package io.scanmetrics.agent.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.assemble.ScanListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateListenerTest {
  @Test
  void whoComesLateHearsEverythingInOrder() {
    List<String> heard = new ArrayList<>();
    ScanListener listener =
        new ScanListener() {
          @Override
          public void phaseOrphaned(String phaseName) {
            heard.add(phaseName);
          }
        };
    LateListener late = new LateListener();
    late.phaseOrphaned("first");
    late.phaseOrphaned("second");
    assertThat(heard).isEmpty();

    late.tellFrom(listener);
    late.phaseOrphaned("third");

    assertThat(heard).containsExactly("first", "second", "third");
  }
}
