#!/usr/bin/env bash
# The attack suite: the real server, attacked over real sockets by real processes and looked at from outside. Each row says what was counted.
# Briefly as in `dotnet test` (a minute or two), or in full size and length:
#   bash tests/attack.sh [--long MINUTES] [TABLE.md]
# --long also asserts times, so it wants a machine that does nothing else, and root: some attackers are other users.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = --long ]; then export PROCESSPROXY_LONG=$2; shift 2; fi

rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
export PROCESSPROXY_FAULT_TABLE=$rows
# The crowds of the full size take as many descriptors as there may be.
ulimit -n "$(ulimit -Hn)"
dotnet build tests/attack
status=0
dotnet run --no-build --project tests/attack || status=$?

{ printf '| attack | counted |\n|---|---|\n'; sort "$rows"; } | tee ${1:+"$1"}
exit "$status"
