#!/usr/bin/env bash
# Runs the module in a PowerShell for Windows under Wine and looks at what it does, from within the session and from outside.
# Needs: wine (8 or later, 64 bit), dotnet, curl, python3. Takes about three minutes. docs/platforms.md says what this cannot show.
set -u
cd "$(dirname "$0")/../.."

work=$(mktemp -d "${TMPDIR:-/tmp}/processproxy-wine.XXXXXX")
export WINEPREFIX="$work/prefix" WINEARCH=win64 WINEDEBUG=-all
unset DISPLAY
passed=0
failed=0
shown="$work/session.log"
. tests/wine/harness.sh
trap clean_up EXIT

# Not through a pipe, which the programs that outlive the session would keep open.
session() { timeout -k 5 300 wine "$work/host/pwsh.exe" -File "$(windows "$PWD/tests/wine/sessions/$1.ps1")" > "$shown" 2>&1; }
lines() { tr -d '\r' < "$shown"; }
start_session() {
  : > "$shown"
  session "$1" &
  for _ in $(seq 9); do eventually "${@:2}" && return; done
  echo "# the session does not come up:"
  sed 's/^/#   /' "$shown"
  exit 1
}
kill_session() {
  timeout 30 wine taskkill /f /pid "$(answer session)" > /dev/null
  wait
}
end_session() {
  touch "$work/project/go"
  wait
  rm "$work/project/go"
}
answer() { lines | sed -n "s/^$1: //p" | head -n 1; }
said() { lines | grep -q -- "^$1: .*$2"; }
came_to() { lines | grep -qx "$1"; }
same() { test "$1" = "$2"; }
exits_with() { local code=$1; shift; "$@" > /dev/null 2>&1; test $? = "$code"; }
state_pid() { sed -n 's/.*"pid": \([0-9]*\).*/\1/p' "$work/project/pids/$1.state" | head -n 1; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
serves() { contains "$(web)" 'path=/hello'; }
serves_restarted() { contains "$(web)" "pid=$(state_pid web) "; }
web() { curl -s -m 20 "$(answer http)/hello"; }
command_line() { timeout 60 wine "$work/server/processproxy.exe" "$@" --config "$(windows "$work/project/config/proxy.yaml")"; }

if test -n "${PROCESSPROXY_WINE_BUILD:-}"; then
  # Builds of an earlier run, in the folders server, child and host.
  ln -s "$PROCESSPROXY_WINE_BUILD"/{server,child,host} "$work/"
else
  publish src/Server "$work/server"
  publish tests/TestProcess "$work/child"
  publish tests/wine/Host "$work/host"
fi
echo "# building the module"
timeout 1200 dotnet build src/PSModule -c Debug -v q > "$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }

prepare_wine
mkdir -p "$work/project/config"
cp -r "$(realpath "$work/child")" "$work/project/my programs"
printf '@echo off\r\necho got %%1 %%2 %%3\r\n' > "$work/project/my programs/say it.cmd"
echo '"got $($args[0]) and $($args[1])"' > "$work/project/my programs/job.ps1"
cat > "$work/project/config/proxy.yaml" <<'YAML'
host: 127.0.0.1
port: 0
processConfigFile: ./config/processes.yaml
management: { host: none }
routes:
  - target: http://127.0.0.1:@PORT@
    process: web
YAML
cat > "$work/project/config/processes.yaml" <<'YAML'
processes:
  web:
    command: '.\my programs\TestProcess.exe'
    args: [serve]
    env: { PORT: '@PORT@' }
YAML
port=$(free_port)
sed -i "s/@PORT@/$port/" "$work"/project/config/*.yaml
# Wine 8 does not keep the two views of the same memory alike by which .NET writes code that it may run: the session would crash.
export DOTNET_EnableWriteXorExecute=0
export PROJECT MODULE POWERSHELL_TELEMETRY_OPTOUT=1 NO_COLOR=1
PROJECT=$(windows "$work/project")
MODULE=$(windows "$PWD/artifacts/module/ProcessProxy")

echo "# programs in a session"
start_session work came_to removed
check "the module is imported with all its cmdlets" said 'cmdlets missing' '$'
check "a program in a folder with a space runs" said start Running
check "it is listed" said table 'burst Running None [0-9]'
check "its log is followed" said follow 20
check "and read" said tail 'line [0-9]'
check "a restart makes another process" said restart True
check "a stop stops it" said stop Stopped
check "its diagnosis says so" said reason 'burst was stopped by an operator'
check "an exit code is seen" said exit 7
check "the diagnosis quotes the last line" said diagnosis 'code 7 .*broken'
check "what is removed is gone" said left 'burst$'
check "a batch file gets its arguments whole, however its path is written" test "$(grep -cF 'batch: got "a&b" "two words" """quoted"""' "$shown")" = 3
check "a variable arrives as it was written" said variable 'WINE_TEST="1 2"'
check "a script is run in the same shell with its arguments" said script 'got a&b and two words'
check "a missing program has a sentence" said wrong "The program 'nosuch' was not found in PATH"
check "a missing folder has a sentence" said wrong 'Its working directory C:.nowhere does not exist'
check "nothing is warned of that has not happened" not grep -q 'gone away' "$shown"
check "removing the module ends its programs" eventually test_alive 0 'ping -n 1000'
end_session
check "the session comes to its end" came_to end
check "and its programs end with it" test_alive 0 'ping -n 1001'
check "nothing of it is left on the disk" test "$(find "$work/prefix/drive_c" -path '*ProcessProxy/sessions/*' | wc -l)" = 0

echo "# a session is killed"
start_session keep said program .
program=$(answer program)
kill_session
check "its program lives" test_alive 1 'burst 1000000'
start_session keep said program .
check "the next session finds it" said orphaned "$program"
check "and takes it over with its pid" same "$(answer program)" "$program"
check "which is said" said reconnected True
check "there is still one" test_alive 1 'burst 1000000'
check "and no orphan any more" said 'orphaned then' '$'
end_session
check "it ends with that session" test_alive 0 'burst 1000000'

echo "# a server in a session"
start_session serve said program .
program=$(answer program)
check "its route leads to its program" eventually serves
check "it listens on a pipe of its own" said pipe 'pipe.processproxy-'
check "the command line lists its programs over the pipe" contains "$(command_line list)" 'web  *running'
check "the lines of a log end as on Windows" contains "$(command_line logs web | od -An -c | tr -d ' \n')" 'servingas.*\\r\\n'
check "a second server exits 3" exits_with 3 command_line run
hosting=$shown
shown="$work/call.log"
session call
check "another session connects to the pipe" said connection 'pipe.processproxy-'
check "and lists" said list Running
check "and diagnoses" said diagnosis Running
check "and follows a log" said follow 'serving as'
check "and restarts" said restart 'Running True'
check "and is told who serves when it would start another server" said second 'Another session (pid [0-9]*) supervises these processes'
shown=$hosting
check "the restarted program is served" eventually serves_restarted
program=$(state_pid web)
kill_session
check "killed, its program lives" test_alive 1 'exe serve'
start_session serve said program .
check "the next session reconnects to it" said reconnected True
check "with its pid" same "$(answer program)" "$program"
check "and serves it" eventually serves
end_session
check "it ends with the session" test_alive 0 'exe serve'

echo "$passed passed, $failed failed"
test "$failed" = 0
