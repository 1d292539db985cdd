#!/usr/bin/env bash
# fuzz.sh TIME: run every fuzz test of the module for TIME each.
set -euo pipefail
time=${1:-30s}
grep -rlE --include='*_test.go' '^func Fuzz' . | while read -r file; do
  grep -oE '^func Fuzz[A-Za-z0-9_]*' "$file" | sed 's/^func //' | while read -r name; do
    echo "== $name ($(dirname "$file"))"
    go test -run '^$' -fuzz "^$name\$" -fuzztime "$time" "./$(dirname "$file")"
  done
done
