version() { "$PROCESSPROXY" --version 2>/dev/null | head -1 | cut -d+ -f1; }

configure() {
  local program=$1 list=""; shift
  list=$(printf '"%s", ' "$@")
  mkdir -p "$ROOT/config"
  cat >"$ROOT/config/processes.yaml" <<END
processes:
  app:
    command: "$program"
    args: [${list%, }]
    restartDelay: 0
    maxRestarts: 1000000
    stopTimeout: 3000
settings:
  logging: { maxSize: "1GB" }
END
  cat >"$ROOT/config/proxy.yaml" <<END
host: "127.0.0.1"
port: 0
processConfigFile: "./config/processes.yaml"
management: { port: 0 }
END
}

start() { with_mark "$PROCESSPROXY" --no-guardian --log-format text --config "$ROOT/config/proxy.yaml" >>"$ROOT/out" 2>&1 & disown; }
api() { grep -o 'management  *http://[^/ ]*' "$ROOT/out" | tail -1 | grep -o 'http.*'; }
supervisors() { local pid; for pid in $(marked); do grep -qa "^$PROCESSPROXY" "/proc/$pid/cmdline" 2>/dev/null && echo "$pid"; done; }
loggers() { :; }
stop_app() { curl -s -m 20 -X POST "$(api)/api/processes/app/stop" >>"$ROOT/out"; }
log() { cat "$ROOT/logs/app.log"; }
lie() { echo "$1" >"$ROOT/pids/app.pid"; }
spoil_state() { truncate -s "$(($(stat -c %s "$ROOT/pids/app.state") / 2))" "$ROOT/pids/app.state"; }
comment() { echo "# a comment" >>"$ROOT/config/processes.yaml"; curl -s -m 20 -X POST "$(api)/api/processes/reload" >>"$ROOT/out"; }
