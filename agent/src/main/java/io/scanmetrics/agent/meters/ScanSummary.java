package io.scanmetrics.agent.meters;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.assemble.SpanRef;

/** Says in one line of the log how each scan went, when it is over. */
public final class ScanSummary implements ScanListener {
  private final AgentLog log;

  public ScanSummary(AgentLog log) {
    this.log = log;
  }

  /** Has all of it loaded before it holds anything up. */
  public static void rehearse(Scan scan) {
    SummaryLine.of(scan);
  }

  @Override
  public void scanFinished(Scan scan, SpanRef span) {
    if (log.isEnabled(AgentLog.Level.INFO)) {
      log.info(SummaryLine.of(scan));
    }
  }
}
