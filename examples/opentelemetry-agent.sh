#!/usr/bin/env bash
# Shows Scan Metrics as an extension of the OpenTelemetry Java agent: an unmodified scanner under that agent, the spans
# that it exports, and the rows that came of them. What may be set stands at the top of common.sh;
# OTEL_EXPORTER_OTLP_ENDPOINT names a collector, otherwise a receiver is started that shows what came.
#
# Exit status: 0 if everything went as it should, else 1.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

extension=extension/target/scan-metrics-extension.jar
host=extension/target/host/opentelemetry-javaagent.jar
scanner=examples/scanner/target/example-scanner.jar
rules=examples/scanner/scan-metrics-rules.yaml
input=examples/scanner/target/input/checkout-app.tar.gz

headline "1. Build"
needs extension "$extension $host" extension/pom.xml extension/src/main \
  exporter/pom.xml exporter/src/main agent/pom.xml agent/src/main
needs examples/scanner "$scanner $input" examples/scanner/pom.xml examples/scanner/src/main
build
rm -rf "$work/evidence" "$work/spool"

headline "2. Database and collector"
prepare_database
prepare_collector

headline "3. A scan under the OpenTelemetry agent"
export OTEL_SERVICE_NAME=scanner OTEL_METRICS_EXPORTER=none OTEL_LOGS_EXPORTER=none
echo "\$ java -javaagent:$host \\"
echo "    -Dotel.javaagent.extensions=$extension \\"
echo "    -Dscan.metrics.rules=$rules -jar $scanner scan $input --tenant acme"
echo
"$java" "-javaagent:$host" "-Dotel.javaagent.extensions=$extension" "-Dscan.metrics.rules=$rules" \
  -Dotel.javaagent.logging=none -jar "$scanner" scan "$input" --tenant acme --out "$work/evidence" \
  --log "$work/scanner.jsonl" </dev/null || fail "the scanner exited with $? instead of 0"

headline "4. Spans"
show_spans

headline "5. Rows"
"${helper[@]}" rows "$began"
