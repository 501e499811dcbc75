# The faults. Each prints one cell of the table; what it needs is in lib.sh and in the file of the program under test.

kill_supervisor() { kill -9 $(supervisors) 2>/dev/null; until_true 5 no_supervisor; }
no_supervisor() { [ -z "$(supervisors)" ]; }

begin() { configure "$CHILD" "$@"; start; until_true 30 runs "$1" || { echo "did not start"; return 1; }; }

burst() {
  begin burst 150000 || return
  local pid; pid=$(instances burst | head -1)
  sleep 2
  kill_supervisor
  sleep 3
  start
  until_true 25 burst_over "$pid"
  sleep 4
  local written fate
  written=$(tr -d ' ' <"$NOTES/burst.$pid")
  fate="same pid"; [ -d "/proc/$pid" ] || fate="child dead"
  log | awk -v pid="$pid" -v written="$written" -v fate="$fate" -v instances="$(count burst)" '
    $1 == pid { if ($2 <= last) late++; last = $2; if (seen[$2]++) twice++; else found++ }
    END { printf "%s, %d instance%s; %d of %d lines lost, %d doubled, %d out of order", fate, instances, instances == 1 ? "" : "s", written - found, written, twice, late }'
}
burst_over() { [ ! -d "/proc/$1" ] || grep -qx "$1" "$NOTES/done" 2>/dev/null; }

quiet() {
  begin quiet || return
  kill_supervisor
  sleep 1
  start
  sleep 6
  echo "$(count quiet) instance(s)"
}

stale() {
  begin quiet || return
  local stranger heard
  stranger_start; stranger=$STRANGER
  kill_supervisor
  kill -9 $(instances quiet) 2>/dev/null
  if ! lie "$stranger"; then kill -9 "$stranger"; echo "–"; return; fi
  start
  sleep 5
  heard="$(count quiet) instance(s)"
  stop_app
  sleep 1
  if [ ! -d "/proc/$stranger" ]; then heard="$heard, stranger killed"
  elif [ -s "$NOTES/heard" ]; then heard="$heard, stranger signaled"
  else heard="$heard, stranger untouched"; fi
  kill -9 "$stranger" 2>/dev/null
  echo "$heard"
}
# Without the mark: it is nobody's. Notes what signals it hears.
stranger_start() {
  bash -c 'for s in TERM INT HUP USR1 USR2 QUIT; do trap "echo $s >>\"'"$NOTES"'/heard\"" $s; done; while :; do sleep 0.2; done' >/dev/null 2>&1 &
  STRANGER=$!; disown
}

survivors() {
  begin "$1" || return
  until_true 5 two_of "$1"
  stop_app
  sleep 1
  echo "$(count "$1") survivor(s)"
}
two_of() { [ "$(count "$1")" -ge 2 ]; }
group() { survivors group; }
escape() { survivors escape; }

leak() {
  configure "$CHILD" leak; start
  sleep 20
  local all; all=$(count leak)
  kill -9 $(supervisors) 2>/dev/null
  # One run may be under way: itself and its child.
  echo "$((all > 2 ? all - 2 : 0)) leaked"
}

flood() {
  begin quiet || return
  local before; before=$(peak); end_all
  rm -rf "$ROOT"; mkdir -p "$NOTES" # A second project: PM2 would bring back the first.
  begin flood 300 || return
  until_true 60 noted done || { echo "not done in 60 s"; return; }
  sleep 3
  local grown exact; grown=$((($(peak) - before) / 1024))
  exact=$(log | tr -cd x | wc -c)
  [ "$exact" -eq $((300 << 20)) ] && [ "$(log | wc -c)" -eq "$exact" ] && exact="bytes exact" || exact="$exact of $((300 << 20)) bytes, $(log | wc -c) in the log"
  echo "$((grown > 0 ? grown : 0)) MB more, $exact"
}

last() {
  configure "$CHILD" last; start
  until_true 30 enough_runs
  kill -9 $(supervisors) 2>/dev/null
  sleep 1
  local runs; runs=$(note_count runs)
  echo "$((runs - $(log | grep -c '^last$'))) of $runs missing"
}
enough_runs() { [ "$(note_count runs)" -ge 500 ]; }

binary() {
  begin binary || return
  until_true 10 noted done; sleep 2
  PEERS_NOTES=$ROOT "$CHILD" binary >"$ROOT/expected" & local pid=$!; disown
  until_true 10 test -s "$ROOT/expected"; kill -9 $pid
  log | cmp -s - "$ROOT/expected" && echo "exact" || echo "changed"
}

state() {
  begin quiet || return
  sleep 1
  kill_supervisor
  if ! spoil_state; then echo "–"; return; fi
  start
  sleep 6
  case $(count quiet) in 0) echo "forgotten";; 1) echo "remembered, 1 instance";; *) echo "remembered, $(count quiet) instances";; esac
}

reload() {
  begin quiet || return
  local pid; pid=$(instances quiet)
  sleep 1
  comment
  sleep 3
  [ "$pid" = "$(instances quiet)" ] && echo "not restarted" || echo "restarted"
}
