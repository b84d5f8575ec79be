package io.scanmetrics.agent.start;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.expression.Expression;
import io.scanmetrics.agent.telemetry.TelemetryListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says what goes wrong between calls and spans: once for what will not change, throttled for what
 * may come at every call.
 */
final class TroubleLog implements TelemetryListener {
  private final AgentLog log;
  private final Set<Rule> orphaned = ConcurrentHashMap.newKeySet();

  TroubleLog(AgentLog log) {
    this.log = log;
  }

  @Override
  public void phaseOrphaned(Rule rule) {
    if (orphaned.add(rule)) {
      log.warn(
          rule.description()
              + " ran outside any scan and is not counted; give the rule a scan_id, or check the"
              + " scans: rule");
    }
  }

  @Override
  public void expressionFailed(Rule rule, Expression expression, String reason) {
    log.warnThrottled(
        rule.description() + expression.text(),
        rule.description() + ": no value for `" + expression.text() + "`: " + reason,
        null);
  }

  @Override
  public void spanFailed(Throwable cause) {
    log.warnThrottled("span", "a scan or phase could not be recorded", cause);
  }

  @Override
  public void telemetryFailed(Throwable cause) {
    log.error("stopped measuring; the application goes on", cause);
  }
}
