#!/usr/bin/env bash
# Shows Scan Metrics at work: builds it, starts a PostgreSQL, scans real artifacts with an unmodified scanner under
# the agent, and asks the database what happened. Needs a JDK 17 or later and Maven 3.8 or later.
#
# What may be set, SCAN_METRICS_JDBC_URL for example, stands at the top of common.sh. Evidence and logs lie in DEMO_DIR.
#
# Exit status: 0 if everything went as it should (one of the artifacts is broken and has to fail), else 1.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

scanner=examples/scanner/target/example-scanner.jar
rules=examples/scanner/scan-metrics-rules.yaml
queries=exporter/src/main/resources/io/scanmetrics/queries.sql
input=examples/scanner/target/input
log=$work/scanner.jsonl
scans=0

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
  pid_scanner=$!
  case $options in
    *prometheus.port=*)
      "${helper[@]}" scrape "http://127.0.0.1:${options##*=}/metrics" "$pid_scanner" >"$work/metrics" \
        || fail "the Prometheus endpoint showed nothing"
      ;;
  esac
  wait "$pid_scanner" || status=$?
  pid_scanner=
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

headline "1. Build"
needs examples/scanner "$scanner $input" examples/scanner/pom.xml examples/scanner/src/main examples/scanner/src/samples
build
rm -rf "$work/evidence" "$work/spool" "$log" "$work/metrics" "$work/scanner.out"

headline "2. Database"
prepare_database

headline "3. Scans, by a scanner that knows nothing of Scan Metrics"
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
