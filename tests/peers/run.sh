#!/usr/bin/env bash
# Puts the same faults to supervisord, PM2, s6 and ProcessProxy, and prints a table.
#   tests/peers/run.sh [TABLE] [FAULT...]      TABLE: a file for the table too
set -u
here=$(cd "$(dirname "$0")" && pwd)
table=${1:-/dev/null}; shift
export PROCESSPROXY="$here/../../src/Server/bin/Release/net10.0/processproxy" CHILD="$here/child.py"
PROCESSPROXY=$(realpath "$PROCESSPROXY")
PM2=${PM2:-$(command -v pm2)}; export PM2
work=$(mktemp -d "${TMPDIR:-/tmp}/peers-XXXXXX")
programs=(supervisord pm2 s6 processproxy)
declare -A says=(
  [burst]="kill -9 of the supervisor in a burst of lines each 50 µs, restart 3 s later"
  [quiet]="quiet child, kill -9 of the supervisor, restart"
  [stale]="PID files name a stranger"
  [group]="leader ends on TERM, a member of its group ignores it: after stop"
  [escape]="a descendant escapes by setsid and a double fork: after stop"
  [leak]="main ends and a grandchild keeps its output, 20 s of restarts"
  [flood]="300 MB without a newline: memory, bytes"
  [last]="\`echo first; echo last; exit 1\`, over and over for at most 30 s or 500 runs: last lines"
  [binary]="invalid UTF-8, NUL, escapes and carriage returns in the log"
  [state]="state file cut in half, kill -9, restart"
  [reload]="reload with only a comment changed")
faults=("$@"); [ ${#faults[@]} -gt 0 ] || faults=(burst quiet stale group leak escape flood last binary state reload)

for need in supervisord s6-svscan curl "$PM2" "$PROCESSPROXY"; do
  command -v "$need" >/dev/null || { echo "There is no ${need:-pm2}; see $here/README.md." >&2; exit 1; }
done

# One fault on one program, in a folder and with a mark of its own.
one() {
  MARK=$(cat /proc/sys/kernel/random/uuid) ROOT="$work/$1-$2" NOTES="$work/$1-$2/notes"
  mkdir -p "$NOTES"
  # shellcheck source=/dev/null
  . "$here/lib.sh"; . "$here/programs/$1.sh"; . "$here/faults.sh"
  "$2"
}

cell() { timeout -k 5 150 bash "$here/run.sh" --one "$work" "$1" "$2" 2>>"$work/errors"; }

if [ "$table" = --one ]; then
  rmdir "$work"; work=$1
  trap end_all EXIT
  one "$2" "$3"
  exit
fi

trap 'rm -rf "$work"' EXIT
{
  printf '| fault |'
  for program in "${programs[@]}"; do printf ' %s %s |' "$program" "$(. "$here/programs/$program.sh"; version)"; done
  printf '\n|---|---|---|---|---|\n'
  for fault in "${faults[@]}"; do
    printf '| %s |' "${says[$fault]}"
    for program in "${programs[@]}"; do printf ' %s |' "$(cell "$program" "$fault" | tr '\n' ' ' | sed 's/ $//')"; done
    printf '\n'
  done
} | tee "$table"
[ ! -s "$work/errors" ] || { echo; cat "$work/errors"; } >&2
