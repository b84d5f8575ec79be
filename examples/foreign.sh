#!/usr/bin/env bash
# Shows a program of another make: a script in Groovy that builds its SDK by hand and sends the documented attributes.
# What may be set stands at the top of common.sh; OTEL_EXPORTER_OTLP_ENDPOINT names a collector, otherwise a receiver
# is started that shows what came.
#
# Exit status: 0 if everything went as it should (one of the files does not exist and has to fail), else 1.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

headline "1. Build"
needs examples/sdk "examples/sdk/target/example-sdk.jar examples/sdk/target/class-path" examples/sdk/pom.xml \
  exporter/pom.xml exporter/src/main
build
rm -rf "$work/spool"

headline "2. Database and collector"
prepare_database
prepare_collector

headline "3. Scans"
status=0
"$java" -cp "$(cat examples/sdk/target/class-path)" groovy.ui.GroovyMain examples/sdk/secrets.groovy \
  examples/common.sh examples/observability/grafana/provisioning/datasources/scan-metrics.yaml no-such-file </dev/null || status=$?
[ "$status" -eq 1 ] || fail "the scanner exited with $status instead of 1"

headline "4. Spans"
show_spans

headline "5. Rows"
"${helper[@]}" rows "$began"
