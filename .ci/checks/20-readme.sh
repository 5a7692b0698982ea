#!/usr/bin/env bash
# Every module has a README of one screen, and the links between our pages lead somewhere.
set -u
wrong=0

for pom in $(git ls-files 'pom.xml' '*/pom.xml'); do
  readme=$(dirname "$pom")/README.md
  if [ ! -f "$readme" ]; then
    echo "$readme is missing: say what the folder is, where to begin and how to add to it."
    wrong=1
  elif [ "$pom" != pom.xml ] && [ "$(wc -l < "$readme")" -gt 80 ]; then
    echo "$readme is longer than one screen (80 lines)."
    wrong=1
  fi
done

for page in $(git ls-files '*.md'); do
  for link in $(grep -oE '\]\([^)#: ]+' "$page" | cut -c3-); do
    if [ ! -e "$(dirname "$page")/$link" ]; then
      echo "$page links to $link, which is not there."
      wrong=1
    fi
  done
done

exit $wrong
