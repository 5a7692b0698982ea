#!/usr/bin/env bash
# What must not be committed: somebody's paths, download hosts, promises to finish later, wrappers, registry addresses.
set -u
found=0

refuse() { # what, files to search, pattern
  local what=$1 hits
  shift
  hits=$(git grep -nIE -e "$1" -- "${@:2}" ':!.ci/checks/10-hygiene.sh')
  if [ -n "$hits" ]; then
    printf '%s:\n%s\n' "$what" "$(printf '%s\n' "$hits" | head -n 20 | cut -c1-200)"
    found=1
  fi
}

refuse "paths of one machine" '(^|[^[:alnum:]_}.])/(work|root|tmp/tw)/' .
refuse "download hosts" 'repo1?\.maven(\.apache)?\.org|repo\.maven\.apache\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|central\.sonatype|oss\.sonatype' .
refuse "promises to finish later" '\b(TODO|FIXME|XXX|HACK)\b' .
refuse "registry addresses in a lock-file" '"resolved": *"https?:' '*package-lock.json'
refuse "tests that are switched off" '@Disabled\b|\b(it|test|describe)\.(skip|only)\(' '*.java' '*.ts' '*.tsx'
refuse "sleeps in tests" 'Thread\.sleep|waitForTimeout' '*/src/test/*.java' '*.test.ts' '*.test.tsx'

unwanted=$(git ls-files | grep -E '(^|/)(mvnw(\.cmd)?|maven-wrapper\.(jar|properties)|\.npmrc|node_modules/.*|target/.*|.*\.class)$')
if [ -n "$unwanted" ]; then
  printf 'files that do not belong in the repository:\n%s\n' "$unwanted"
  found=1
fi

exit $found
