#!/usr/bin/env bash
# The table of faults: every fault test, with what it counted. Briefly as in `dotnet test` (minutes), or in full length:
#   bash tests/faults.sh [--long] [TABLE.md]      PROCESSPROXY_CHAOS_SEED=N repeats a row of random faults
# --long takes about three hours and wants a machine that does nothing else: it also asserts the times.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = --long ]; then export PROCESSPROXY_LONG=1; shift; fi

rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
export PROCESSPROXY_FAULT_TABLE=$rows
dotnet build tests/EndToEnd
status=0
# One at a time: what is measured must not be another test's doing.
dotnet run --no-build --project tests/EndToEnd -- --filter-namespace ProcessProxy.EndToEnd.Faults --max-threads 1 --parallel none || status=$?

{ printf '| fault | counted |\n|---|---|\n'; sort "$rows"; } | tee ${1:+"$1"}
exit "$status"
