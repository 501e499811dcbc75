#!/usr/bin/env bash
# The table of faults: every end-to-end test, with what those of faults counted. Briefly as in `dotnet test` (minutes), or in full length:
#   bash tests/faults.sh [--long MINUTES] [TABLE.md]      PROCESSPROXY_CHAOS_SEED=N repeats a row of random faults
# --long 60 takes about five hours (each test that goes on for a time takes 60 minutes) and wants a machine that does
# nothing else: it also asserts the times.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = --long ]; then export PROCESSPROXY_LONG=$2; shift 2; fi

rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
export PROCESSPROXY_FAULT_TABLE=$rows
dotnet build tests/EndToEnd
status=0
# One at a time: what is measured must not be another test's doing.
dotnet run --no-build --project tests/EndToEnd -- --max-threads 1 --parallel none || status=$?

{ printf '| fault | counted |\n|---|---|\n'; sort "$rows"; } | tee ${1:+"$1"}
exit "$status"
