# What the examples share in which a scanner that others wrote is followed; to be sourced as their first step.
#
#   AGENT=off   only run the scanner, without agent and database, to compare
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

digest_of() {
  local digest
  digest=$({ sha256sum "$1" || shasum -a 256 "$1"; } 2>/dev/null | cut -d ' ' -f 1)
  echo "sha256:$digest"
}

# Runs a scanner as it is under the agent and prints the rows that its scan left. Usage: follow RULES STATUS JAVA_ARGUMENT…
# STATUS is a pattern of those that are no failure. Its stdout goes to scanner.out, its stderr to scanner.err.
follow() {
  local rules=$1 expected=$2 status=0 attach=()
  shift 2
  if [ "${AGENT:-}" != off ]; then
    headline "2. Database"
    prepare_database
    attach=("-javaagent:$agent=rules=$rules")
  fi
  headline "3. Scan"
  printf '$ java'
  printf ' \\\n    %s' ${attach[@]+"${attach[@]}"} "$@"
  printf '\n\n'
  TIMEFORMAT='The process took %R s, %U s of them on the processor.'
  time "$java" ${attach[@]+"${attach[@]}"} "$@" </dev/null >"$work/scanner.out" 2>"$work/scanner.err" || status=$?
  case $status in
    $expected) ;;
    *) cat "$work/scanner.err" >&2; fail "the scanner exited with $status" ;;
  esac
  grep -F '[scan-metrics]' "$work/scanner.err" >&2 || true
  if [ "${AGENT:-}" != off ]; then
    headline "4. What PostgreSQL holds"
    "${helper[@]}" rows "$began" examples/followed.sql
  fi
}
