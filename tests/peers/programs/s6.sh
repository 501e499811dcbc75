version() { dpkg-query -W -f '${Version}\n' s6; }

configure() {
  mkdir -p "$ROOT/scan/app/log" "$ROOT/log"
  printf '#!/bin/sh\nexec 2>&1\nexec %s\n' "$*" >"$ROOT/scan/app/run"
  printf '#!/bin/sh\nexec s6-log n10 s268435455 %s\n' "$ROOT/log" >"$ROOT/scan/app/log/run"
  chmod +x "$ROOT/scan/app/run" "$ROOT/scan/app/log/run"
  echo 3000 >"$ROOT/scan/app/timeout-kill"
}

start() { with_mark s6-svscan "$ROOT/scan" >>"$ROOT/out" 2>&1 & disown; }
supervisors() { local pid; for pid in $(marked); do grep -qaE "^s6-(svscan|supervise)" "/proc/$pid/cmdline" 2>/dev/null && echo "$pid"; done; }
loggers() { local pid; for pid in $(marked); do grep -qa "^s6-log" "/proc/$pid/cmdline" 2>/dev/null && echo "$pid"; done; }
stop_app() { s6-svc -wD -T 10000 -d "$ROOT/scan/app" >>"$ROOT/out" 2>&1; }
log() { cat "$ROOT"/log/@*.s "$ROOT"/log/@*.u "$ROOT/log/current" 2>/dev/null; }
lie() { return 1; }
spoil_state() { return 1; }
comment() { echo "# a comment" >>"$ROOT/scan/app/run"; s6-svscanctl -a "$ROOT/scan" >>"$ROOT/out" 2>&1; }
