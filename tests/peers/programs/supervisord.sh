version() { supervisord --version; }

configure() {
  cat >"$ROOT/supervisord.conf" <<END
[supervisord]
nodaemon=true
logfile=$ROOT/supervisord.log
pidfile=$ROOT/supervisord.pid
[unix_http_server]
file=$ROOT/supervisor.sock
[supervisorctl]
serverurl=unix://$ROOT/supervisor.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[program:app]
command=$*
autorestart=true
startsecs=0
startretries=1000000
stopwaitsecs=3
stopasgroup=true
killasgroup=true
redirect_stderr=true
stdout_logfile=$ROOT/app.log
stdout_logfile_maxbytes=0
END
}

start() { with_mark supervisord -n -c "$ROOT/supervisord.conf" >>"$ROOT/out" 2>&1 & disown; }
supervisors() { local pid; for pid in $(marked); do grep -qa supervisord "/proc/$pid/cmdline" 2>/dev/null && echo "$pid"; done; }
loggers() { :; }
stop_app() { supervisorctl -c "$ROOT/supervisord.conf" stop app >>"$ROOT/out" 2>&1; }
log() { cat "$ROOT/app.log"; }
lie() { echo "$1" >"$ROOT/supervisord.pid"; }
spoil_state() { return 1; }
comment() { echo "; a comment" >>"$ROOT/supervisord.conf"; supervisorctl -c "$ROOT/supervisord.conf" update >>"$ROOT/out" 2>&1; }
