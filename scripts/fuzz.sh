#!/usr/bin/env bash
# fuzz.sh TIME: run every fuzz test of the module for TIME each, then 500 requests of every kind against a live server.
set -euo pipefail
time=${1:-30s}
grep -rlE --include='*_test.go' '^func Fuzz' . | while read -r file; do
  grep -oE '^func Fuzz[A-Za-z0-9_]*' "$file" | sed 's/^func //' | while read -r name; do
    echo "== $name ($(dirname "$file"))"
    go test -run '^$' -fuzz "^$name\$" -fuzztime "$time" "./$(dirname "$file")"
  done
done

echo "== requests of every kind to a live server (internal/pixverse)"
go test -count=1 -run '^TestFuzzedRequests$' ./internal/pixverse -v -rapid.checks 500
