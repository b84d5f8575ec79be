#!/usr/bin/env bash
# Follows PMD, as it was released, by a rules file alone, and prints the rows beside the timing that PMD reports
# itself. Usage: examples/pmd.sh [FOLDER_OR_JAR_WITH_SOURCES]
# What may be set stands at the top of follow.sh and common.sh.
source "$(dirname "${BASH_SOURCE[0]}")/follow.sh"

pmd=examples/pmd/target
input=${1:-$pmd/input/commons-fileupload-1.3.1-sources.jar}

headline "1. Build"
needs examples/pmd "$pmd/lib" examples/pmd/pom.xml
build
rm -rf "$work/spool"

if [ -f "$input" ]; then
  export ARTIFACT_DIGEST
  ARTIFACT_DIGEST=$(digest_of "$input")
fi
PMD_VERSION=$(basename "$pmd"/lib/pmd-core-*.jar .jar)
export PMD_VERSION=${PMD_VERSION#pmd-core-}
# Status: 4 findings.
follow examples/pmd/scan-metrics-rules.yaml '[04]' -cp "$pmd/lib/*" net.sourceforge.pmd.cli.PmdCli check \
  --dir "$input" --rulesets rulesets/java/quickstart.xml --format xml --report-file "$work/pmd.xml" \
  --threads 4 --no-cache --no-progress --benchmark

headline "5. What PMD says itself: times of all threads added up"
sed -n '/<<< Summary/,$p' "$work/scanner.err" | grep -v -F '[scan-metrics]'
echo "$(grep -c '<violation' "$work/pmd.xml") violations"
