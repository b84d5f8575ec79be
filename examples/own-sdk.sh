#!/usr/bin/env bash
# Shows an application with an OpenTelemetry SDK of its own, that makes its spans by hand: no agent, the exporter's jar
# on the class path and one word more in a variable. What may be set stands at the top of common.sh;
# OTEL_EXPORTER_OTLP_ENDPOINT names a collector, otherwise a receiver is started that shows what came.
#
# Exit status: 0 if everything went as it should (one of the files is no jar and has to fail), else 1.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

sdk=examples/sdk/target/example-sdk.jar

# Scans a jar of its own class path, and a file that is none. Usage: scan LIBRARY FILE
scan() {
  local path jar status=0
  path=$(cat examples/sdk/target/class-path)
  jar=$(tr : '\n' <<<"$path" | grep "/$1-")
  "$java" -cp "$sdk:$path" com.example.sdk.Main "$jar" "$2" </dev/null || status=$?
  [ "$status" -eq 1 ] || fail "the scanner exited with $status instead of 1"
}

headline "1. Build"
needs examples/sdk "$sdk examples/sdk/target/class-path" examples/sdk/pom.xml examples/sdk/src/main \
  exporter/pom.xml exporter/src/main
build
rm -rf "$work/spool"

headline "2. Database and collector"
prepare_database
prepare_collector

headline "3. Configured by variables"
export OTEL_SERVICE_NAME=licences OTEL_TRACES_EXPORTER=otlp,scan_metrics
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_METRICS_EXPORTER=none OTEL_LOGS_EXPORTER=none
echo "\$ export OTEL_TRACES_EXPORTER=$OTEL_TRACES_EXPORTER"
echo
scan jackson-core examples/own-sdk.sh

headline "4. Configured by a file"
unset OTEL_TRACES_EXPORTER
export OTEL_CONFIG_FILE=examples/sdk/otel-config.yaml
echo "\$ export OTEL_CONFIG_FILE=$OTEL_CONFIG_FILE"
echo
scan groovy examples/common.sh

headline "5. Spans"
show_spans

headline "6. Rows"
"${helper[@]}" rows "$began"
