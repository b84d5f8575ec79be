package io.scanmetrics.agent.cli;

import io.scanmetrics.testing.TestDatabase;

/** Scans whose every text tries to be something else in a page. */
final class HostileScan {
  private HostileScan() {}

  static void write(TestDatabase database) {
    database.execute(
        """
        INSERT INTO scanner.scan_metrics (metrics_id, scan_id, tenant_id, started_at, finished_at, outcome,
          artifact_digest, scanner_version, trace_id, last_seen_phase, attributes)
        SELECT md5('x' || i)::UUID, md5('x' || i)::UUID, md5('t' || i)::UUID, now() - INTERVAL '1 h',
          now() - INTERVAL '50 min', CASE WHEN i = 1 THEN 'failed' ELSE 'succeeded' END,
          '"><script>hacked=2</script>', '<img src=x onerror=hacked=3>', '{{#page}}{{{data}}}', '--><script>hacked=4</script>',
          jsonb_build_object('scan.id', '<script>hacked=1</script>' || i,
            'scan.tenant.id', '</title></script><script>hacked=5</script><a href="javascript:hacked=6">' || i)
        FROM generate_series(1, 2) AS i;
        INSERT INTO scanner.execution_phases (metrics_id, phase_name, phase_order, started_at, finished_at, success,
          error_code, error_message, phase_metrics)
        SELECT metrics_id, 'other', 1, started_at, finished_at, outcome <> 'failed',
          CASE WHEN outcome = 'failed' THEN '<svg onload=hacked=7>' END,
          CASE WHEN outcome = 'failed' THEN '<iframe src="http://127.0.0.1:9/"></iframe>' || chr(8238) END,
          jsonb_build_object('scan.phase.name', '</script><script>hacked=8</script><!--')
        FROM scanner.scan_metrics
        """);
  }
}
