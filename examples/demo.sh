#!/usr/bin/env bash
# Shows Scan Metrics at work: builds it, starts a PostgreSQL, scans real artifacts with an unmodified scanner under
# the agent, and asks the database what happened. Needs a JDK 17 or later and Maven 3.8 or later.
#
#   SCAN_METRICS_JDBC_URL    use this PostgreSQL instead (SCAN_METRICS_JDBC_USER and _PASSWORD or _PASSWORD_FILE go
#                            with it); otherwise one is started, which ends with the demo
#   DEMO_DIR                 where evidence, logs and database lie; examples/demo/target/run by default
#   DEMO_BUILD               off: do not look whether something has to be built
#
# Exit status: 0 if everything went as it should (one of the artifacts is broken and has to fail), else 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

agent=agent/target/scan-metrics-agent.jar
scanner=examples/scanner/target/example-scanner.jar
demo=examples/demo/target/example-demo.jar
rules=examples/scanner/scan-metrics-rules.yaml
queries=exporter/src/main/resources/io/scanmetrics/queries.sql
input=examples/scanner/target/input
work=${DEMO_DIR:-examples/demo/target/run}
log=$work/scanner.jsonl

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
fi

# What runs beside the script; empty when it has ended, for its id may then be someone else's.
database_pid=
scanner_pid=
explained=no
scans=0

headline() { printf '\n==== %s\n\n' "$*"; }

fail() {
  explained=yes
  printf '\ndemo: %s\n' "$*" >&2
  exit 1
}

# Nothing stays behind, whatever ends the script.
tidy() {
  local status=$? pid
  trap '' INT TERM
  for pid in $scanner_pid $database_pid; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  if [ "$status" -gt 128 ]; then
    printf '\ndemo: interrupted; nothing of it runs any longer\n' >&2
  elif [ "$status" -ne 0 ] && [ "$explained" = no ]; then
    printf '\ndemo: ended early, with status %d; what stands above says why\n' "$status" >&2
  fi
  exit "$status"
}
trap tidy EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Whether a jar is missing or something that it is made of is newer.
stale() {
  local jar=$1
  shift
  [ ! -f "$jar" ] || [ -n "$(find pom.xml "$@" -newer "$jar" -print 2>/dev/null | head -n 1)" ]
}

build() {
  local missing=()
  if [ "${DEMO_BUILD:-}" = off ]; then
    echo "Left as it is."
    return
  fi
  if stale "$agent" exporter/pom.xml exporter/src/main agent/pom.xml agent/src/main agent/src/premain; then
    missing+=("agent")
  fi
  if stale "$scanner" examples/scanner/pom.xml examples/scanner/src/main examples/scanner/src/samples \
    || [ ! -d "$input" ]; then
    missing+=("examples/scanner")
  fi
  if stale "$demo" examples/demo/pom.xml examples/demo/src/main || [ ! -f examples/demo/target/class-path ]; then
    missing+=("examples/demo")
  fi
  if [ "${#missing[@]}" -eq 0 ]; then
    echo "Everything is built."
    return
  fi
  command -v mvn >/dev/null || fail "Maven 3.8 or later is needed, and there is no mvn on the PATH"
  local modules
  modules=$(IFS=,; echo "${missing[*]}")
  printf '$ mvn -q -T 1C -DskipTests -Dspotless.check.skip -am -pl %s package\n' "$modules"
  mvn -q -T 1C -DskipTests -Dspotless.check.skip -am -pl "$modules" package \
    --batch-mode --no-transfer-progress -Dstyle.color=never </dev/null || fail "the build failed"
  # Maven leaves a jar as old as it is if it would come out the same.
  touch "$agent" "$scanner" "$demo"
}

start_database() {
  local port=
  mkdir -p "$work/postgres"
  "${helper[@]}" database $$ "$work/postgres" </dev/null >"$work/database.port" 2>"$work/database.err" &
  database_pid=$!
  while [ -z "$port" ]; do
    kill -0 "$database_pid" 2>/dev/null || fail "PostgreSQL does not start: $(cat "$work/database.err")"
    sleep 0.1
    port=$(cat "$work/database.port")
  done
  export SCAN_METRICS_JDBC_URL="jdbc:postgresql://localhost:$port/postgres"
  export SCAN_METRICS_JDBC_USER=postgres
  unset SCAN_METRICS_JDBC_PASSWORD SCAN_METRICS_JDBC_PASSWORD_FILE
}

free_port() {
  local port=9464
  while (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    port=$((port + 1))
  done
  echo "$port"
}

# Scans under the agent. Usage: scan AGENT_OPTIONS SHOWN EXPECTED_STATUS SCANS ARGUMENT…
# Of what the scanner prints, all lines are shown, or one per artifact.
scan() {
  local options=$1 shown=$2 expected=$3 count=$4 status=0
  shift 4
  local attach="-javaagent:$agent=rules=$rules${options:+,$options}" filter=
  if [ "$shown" = short ]; then
    filter=" | grep -v '^ '"
  fi
  printf '\n$ java %s \\\n    -jar %s \\\n    scan %s \\\n    --out %s --log %s%s\n\n' \
    "$attach" "$scanner" "$*" "$work/evidence" "$log" "$filter"
  "$java" "$attach" -jar "$scanner" scan "$@" --out "$work/evidence" --log "$log" </dev/null >"$work/scanner.out" &
  scanner_pid=$!
  case $options in
    *prometheus.port=*)
      "${helper[@]}" scrape "http://127.0.0.1:${options##*=}/metrics" "$scanner_pid" >"$work/metrics" \
        || fail "the Prometheus endpoint showed nothing"
      ;;
  esac
  wait "$scanner_pid" || status=$?
  scanner_pid=
  if [ "$shown" = short ]; then
    grep -v '^ ' "$work/scanner.out" || true
  else
    cat "$work/scanner.out"
  fi
  if [ "$status" -ne "$expected" ]; then
    fail "the scanner exited with $status instead of $expected"
  fi
  scans=$((scans + count))
}

case $("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') in
  '') fail "a JDK 17 or later is needed, and there is no $java" ;;
  [0-9] | 1[0-6]) fail "a JDK 17 or later is needed; $java is older" ;;
esac

headline "1. Build"
build
rm -rf "$work/evidence" "$work/spool" "$log" "$work/metrics" "$work/scanner.out" "$work"/database.*
mkdir -p "$work"

# The steps that are no work for a shell. No function: the shell must know the process itself to end it.
helper=("$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$demo:$(cat examples/demo/target/class-path)"
  com.example.demo.Demo)

headline "2. Database"
if [ -n "${SCAN_METRICS_JDBC_URL:-}" ]; then
  own_database=no
  echo "Using the one that SCAN_METRICS_JDBC_URL names."
else
  own_database=yes
  start_database
  echo "PostgreSQL runs until the demo ends."
  echo
  echo "\$ export SCAN_METRICS_JDBC_URL=$SCAN_METRICS_JDBC_URL SCAN_METRICS_JDBC_USER=postgres"
fi
echo "\$ java -jar $agent migrate"
echo
"$java" -jar "$agent" migrate </dev/null || fail "the schema could not be created"
began=$("${helper[@]}" clock)

headline "3. Scans, by a scanner that knows nothing of Scan Metrics"
export SCAN_METRICS_SPOOL_DIR="$work/spool"
# A deployment sets it to the digest of the scanner's image; here it is that of its jar.
digest=$({ sha256sum "$scanner" || shasum -a 256 "$scanner"; } 2>/dev/null | cut -d ' ' -f 1)
export SCANNER_IMAGE_DIGEST="sha256:$digest"

echo "A tarball with Log4Shell in it. The line that begins with [scan-metrics] is the agent's, on stderr."
scan '' all 0 1 "$input/checkout-app.tar.gz" --tenant acme --surface web-shop

printf '\nAn OCI image, a folder without findings, and a broken tarball, which has to fail.\n'
scan '' short 1 3 "$input/inventory-image" "$input/clean-libraries" "$input/broken-app.tar.gz" \
  --tenant acme --surface warehouse

printf '\nThe first scan again, from the manifest that it published: a replay.\n'
manifest=$(sed -n 's/.*"event":"scan".*"replay_manifest_hash":"sha256:\([0-9a-f]*\)".*/\1/p' "$log" | sed -n 1p)
scan '' short 0 1 "$input/checkout-app.tar.gz" --tenant acme --surface web-shop \
  --replay "$work/evidence/sha256/$manifest"

printf '\nAnother tenant, a damaged jar, three rounds in one JVM, and an endpoint for Prometheus.\n'
port=$(free_port)
scan "prometheus.port=$port" short 0 6 "$input/ledger-app.tar.gz" "$input/damaged-libraries" \
  --tenant globex --surface ledger --repeat 3

headline "4. What Prometheus saw before the scanner ended"
echo "\$ curl -s http://127.0.0.1:$port/metrics | grep -E '^scan_(tte|phase)_seconds'"
echo
cat "$work/metrics"

headline "5. What PostgreSQL answers (UUIDs cut to eight digits, milliseconds, times in UTC)"
"${helper[@]}" report "$began" "$scans" acme "$queries" || fail "the database does not hold what was scanned"

headline "6. See for yourself"
url=${SCAN_METRICS_JDBC_URL#jdbc:}
url=${url%%\?*}
url=${url/\/\/*@/\/\/}
echo "\$ psql '$url'${SCAN_METRICS_JDBC_USER:+ -U $SCAN_METRICS_JDBC_USER}"
echo "\$ psql '$url'${SCAN_METRICS_JDBC_USER:+ -U $SCAN_METRICS_JDBC_USER} -v tenant_id=\"'TENANT'\" -f $queries"
echo
echo "The evidence of the scans is in $work/evidence, the scanner's own log in $log."
if [ "$own_database" = yes ] && [ -t 0 ] && [ -t 1 ]; then
  printf '\nPostgreSQL runs until you press Enter. '
  read -r _ || true
fi
