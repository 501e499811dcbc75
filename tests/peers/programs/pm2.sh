export PM2_DISCRETE_MODE=true
pm2_call() { PM2_HOME="$ROOT/pm2" with_mark timeout 30 "$PM2" "$@" >>"$ROOT/out" 2>&1 </dev/null; }

# From its package: asked itself, it starts a daemon in the user's home.
version() { sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$(dirname "$(realpath "$PM2")")/../package.json" | head -1; }

configure() {
  local program=$1; shift
  cat >"$ROOT/ecosystem.config.js" <<END
module.exports = { apps: [{ name: "app", script: "$program", args: "$*", interpreter: "none", cwd: "$ROOT",
  max_restarts: 1000000, kill_timeout: 3000, merge_logs: true, out_file: "$ROOT/app.log", error_file: "$ROOT/app.log" }] }
END
}

# The first time as its guide says, then as its start-up script does.
start() {
  if [ -f "$ROOT/saved" ]; then pm2_call resurrect; else pm2_call start "$ROOT/ecosystem.config.js"; pm2_call save; touch "$ROOT/saved"; fi
}

supervisors() { local pid; for pid in $(marked); do grep -qa "PM2 v\|God Daemon\|lib/Daemon.js\|bin/pm2" "/proc/$pid/cmdline" 2>/dev/null && echo "$pid"; done; }
loggers() { :; }
stop_app() { pm2_call stop app; }
log() { cat "$ROOT/app.log"; }
lie() { local file; for file in "$ROOT"/pm2/pids/*.pid "$ROOT/pm2/pm2.pid"; do echo "$1" >"$file"; done; }
spoil_state() { truncate -s "$(($(stat -c %s "$ROOT/pm2/dump.pm2") / 2))" "$ROOT/pm2/dump.pm2"; }
comment() { echo "// a comment" >>"$ROOT/ecosystem.config.js"; pm2_call startOrReload "$ROOT/ecosystem.config.js"; }
