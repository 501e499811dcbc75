# What all faults use: finding processes by the mark in their environment, waiting, ending.

# Starts something that can be found by the mark, and so can all that it starts.
with_mark() { PEERS_MARK=$MARK PEERS_NOTES=$NOTES "$@"; }

marked() { grep -lz "^PEERS_MARK=$MARK\$" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3; }

# The pids of a program of ours: instances quiet
instances() {
  local pid
  for pid in $(marked); do
    { tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q "child.py $1" && echo "$pid"; } 2>/dev/null
  done
}

count() { instances "$1" | wc -l; }

# until_true SECONDS COMMAND...: false when it does not come true in time
until_true() {
  local end=$((SECONDS + $1)); shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}

runs() { [ "$(count "$1")" -ge 1 ]; }
noted() { [ -s "$NOTES/$1" ]; }

# Ends everything that carries the mark, the supervisors first or they would start it again.
end_all() {
  local pids
  kill -9 $(supervisors) 2>/dev/null
  for _ in $(seq 50); do
    pids=$(marked)
    [ -z "$pids" ] && return
    kill -9 $pids 2>/dev/null
    sleep 0.1
  done
  echo "Not ended: $pids" >&2
}

# The peak of the resident memory of the supervisor and of what keeps its logs, in kB.
peak() {
  local total=0 pid kb
  for pid in $(supervisors) $(loggers); do
    kb=$(awk '/VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null)
    total=$((total + ${kb:-0}))
  done
  echo $total
}

note_count() { cat "$NOTES/$1" 2>/dev/null | wc -l; }
