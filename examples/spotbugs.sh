#!/usr/bin/env bash
# Follows SpotBugs with find-sec-bugs, as they were released, by a rules file alone, and prints the rows beside the
# timing that SpotBugs reports itself. Usage: examples/spotbugs.sh [JAR]
# What may be set stands at the top of follow.sh and common.sh.
source "$(dirname "${BASH_SOURCE[0]}")/follow.sh"

spotbugs=examples/spotbugs/target
input=${1:-$spotbugs/input/commons-fileupload-1.3.1.jar}

headline "1. Build"
needs examples/spotbugs "$spotbugs/lib" examples/spotbugs/pom.xml
build
rm -rf "$work/spool"

export ARTIFACT_DIGEST
ARTIFACT_DIGEST=$(digest_of "$input")
# Status: 1 findings, 2 classes that are missing, 3 both.
follow examples/spotbugs/scan-metrics-rules.yaml '[0-3]' -Dprofiler.report=true -cp "$spotbugs/lib/*" \
  edu.umd.cs.findbugs.FindBugs2 -pluginList "$spotbugs/plugin/findsecbugs-plugin.jar" -exitcode \
  -xml -output "$work/spotbugs.xml" "$input"

headline "5. What SpotBugs says itself: time without that of other parts that a part calls"
grep -A 12 '^ *msecs' "$work/scanner.err"
echo
sed -n 's/.*<FindBugsSummary.* \(total_classes="[^"]*"\).* \(total_bugs="[^"]*"\).* \(num_packages="[^"]*"\).* \(clock_seconds="[^"]*"\).*/\1 \2 \3 \4/p' \
  "$work/spotbugs.xml"
