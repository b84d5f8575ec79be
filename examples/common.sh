# What the examples share; to be sourced as their first step. Ends the one that does if something is amiss.
#
#   SCAN_METRICS_JDBC_URL    use this PostgreSQL instead (SCAN_METRICS_JDBC_USER and _PASSWORD or _PASSWORD_FILE go
#                            with it); otherwise one is started, which ends with the example
#   DEMO_DIR                 where what it makes lies; examples/demo/target/run by default
#   DEMO_BUILD               off: do not look whether something has to be built
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

name=$(basename "$0" .sh)
agent=agent/target/scan-metrics-agent.jar
demo=examples/demo/target/example-demo.jar
work=${DEMO_DIR:-examples/demo/target/run}

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
fi

# What runs beside the script; empty when it has ended, for its id may then be someone else's.
pid_database=
pid_collector=
pid_scanner=
explained=no

headline() { printf '\n==== %s\n\n' "$*"; }

fail() {
  explained=yes
  printf '\n%s: %s\n' "$name" "$*" >&2
  exit 1
}

# Nothing stays behind, whatever ends the script.
tidy() {
  local status=$? which
  trap '' INT TERM
  for which in scanner collector database; do
    stop "$which"
  done
  if [ "$status" -gt 128 ]; then
    printf '\n%s: interrupted; nothing of it runs any longer\n' "$name" >&2
  elif [ "$status" -ne 0 ] && [ "$explained" = no ]; then
    printf '\n%s: ended early, with status %d; what stands above says why\n' "$name" "$status" >&2
  fi
  exit "$status"
}
trap tidy EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Ends what runs beside the script under that name, if it does, and waits for it.
stop() {
  local pid=pid_$1
  if [ -n "${!pid}" ]; then
    kill "${!pid}" 2>/dev/null || true
    wait "${!pid}" 2>/dev/null || true
    printf -v "$pid" ''
  fi
}

# Modules that have to be built, and their jars.
missing=()
products=()

# Notes a module that has to be built because a product of it is missing or a source newer.
# Usage: needs MODULE "PRODUCT…" SOURCE…; the first product is its jar.
needs() {
  local module=$1 product
  local -a made
  read -ra made <<<"$2"
  shift 2
  products+=("${made[0]}")
  for product in "${made[@]}"; do
    if [ ! -e "$product" ]; then
      missing+=("$module")
      return
    fi
  done
  if [ -n "$(find pom.xml "$@" -newer "${made[0]}" -print 2>/dev/null | head -n 1)" ]; then
    missing+=("$module")
  fi
}

# Builds what was noted. The agent and the demo's own steps are always needed.
build() {
  needs agent "$agent" exporter/pom.xml exporter/src/main agent/pom.xml agent/src/main agent/src/premain
  needs examples/demo "$demo examples/demo/target/class-path" examples/demo/pom.xml examples/demo/src/main \
    otlp-receiver/pom.xml otlp-receiver/src/main
  if [ "${DEMO_BUILD:-}" = off ]; then
    echo "Left as it is."
  elif [ "${#missing[@]}" -eq 0 ]; then
    echo "Everything is built."
  else
    command -v mvn >/dev/null || fail "Maven 3.8 or later is needed, and there is no mvn on the PATH"
    local modules
    modules=$(IFS=,; echo "${missing[*]}")
    printf '$ mvn -q -T 1C -DskipTests -Dspotless.check.skip -am -pl %s package\n' "$modules"
    mvn -q -T 1C -DskipTests -Dspotless.check.skip -am -pl "$modules" package \
      --batch-mode --no-transfer-progress -Dstyle.color=never </dev/null || fail "the build failed"
    # Maven leaves a jar as old as it is if it would come out the same.
    touch "${products[@]}"
  fi
  mkdir -p "$work"
  # The steps that are no work for a shell. No function: the shell must know the process itself to end it.
  helper=("$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$demo:$(cat examples/demo/target/class-path)"
    com.example.demo.Demo)
}

# Starts a step of the helper that prints where it can be reached, and waits for that, which is then in $reached.
# Usage: begin NAME WHAT STEP ARGUMENT…
begin() {
  local which=$1 what=$2 pid=pid_$1
  shift 2
  "${helper[@]}" "$@" </dev/null >"$work/$which.out" 2>"$work/$which.err" &
  printf -v "$pid" %s $!
  reached=
  while [ -z "$reached" ]; do
    kill -0 "${!pid}" 2>/dev/null || fail "$what does not start: $(cat "$work/$which.err")"
    sleep 0.1
    reached=$(head -n 1 "$work/$which.out")
  done
}

# A PostgreSQL with the tables in it; the time of its clock is then in $began.
prepare_database() {
  if [ -n "${SCAN_METRICS_JDBC_URL:-}" ]; then
    own_database=no
    echo "Using the one that SCAN_METRICS_JDBC_URL names."
  else
    own_database=yes
    mkdir -p "$work/postgres"
    begin database PostgreSQL database $$ "$work/postgres"
    export SCAN_METRICS_JDBC_URL="jdbc:postgresql://localhost:$reached/postgres"
    export SCAN_METRICS_JDBC_USER=postgres
    unset SCAN_METRICS_JDBC_PASSWORD SCAN_METRICS_JDBC_PASSWORD_FILE
    echo "PostgreSQL runs until this script ends."
    echo
    echo "\$ export SCAN_METRICS_JDBC_URL=$SCAN_METRICS_JDBC_URL SCAN_METRICS_JDBC_USER=postgres"
  fi
  echo "\$ java -jar $agent migrate"
  echo
  "$java" -jar "$agent" migrate </dev/null || fail "the schema could not be created"
  began=$("${helper[@]}" clock)
  export SCAN_METRICS_SPOOL_DIR="$work/spool"
}

# Where spans go: to OTEL_EXPORTER_OTLP_ENDPOINT, or to a receiver that is started here.
prepare_collector() {
  if [ -n "${OTEL_EXPORTER_OTLP_ENDPOINT:-}" ]; then
    echo "Using the one that OTEL_EXPORTER_OTLP_ENDPOINT names."
  else
    begin collector "the receiver" collect $$
    export OTEL_EXPORTER_OTLP_ENDPOINT="$reached"
    echo "\$ export OTEL_EXPORTER_OTLP_ENDPOINT=$OTEL_EXPORTER_OTLP_ENDPOINT"
  fi
}

# Ends the receiver that was started here, if any, and shows what arrived.
show_spans() {
  if [ -n "$pid_collector" ]; then
    stop collector
    tail -n +2 "$work/collector.out"
  else
    echo "They went to $OTEL_EXPORTER_OTLP_ENDPOINT."
  fi
}

case $("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') in
  '') fail "a JDK 17 or later is needed, and there is no $java" ;;
  [0-9] | 1[0-6]) fail "a JDK 17 or later is needed; $java is older" ;;
esac
