package io.scanmetrics.agent.rules;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.agent.options.Nearest;
import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;

/** Words which attribute was meant; loaded only when a key is unknown. */
final class AttributeWording {
  private AttributeWording() {}

  static void unknownKey(Scalar key, FaultList faults) {
    List<String> known = new ArrayList<>();
    for (ScanAttribute attribute : ScanAttribute.values()) {
      known.add(attribute.key());
    }
    faults.add(
        key,
        "unknown attribute '" + key.text() + "'",
        "did you mean '"
            + Nearest.of(key.text(), known)
            + "'? Keys of your own begin with another word than 'scan.'");
  }
}
