# What smoke.sh and module.sh do and how they look; sourced by them. Everything that waits has a limit.

publish() {
  echo "# publishing $1"
  # With lock files of its own: those in the repository are for no one system.
  timeout 1200 dotnet publish "$1" -c Debug -r win-x64 --self-contained -o "$2" -v q -p:NuGetLockFilePath=obj/wine.packages.lock.json \
    > "$work/publish.log" 2>&1 || { cat "$work/publish.log"; exit 1; }
}

prepare_wine() {
  echo "# preparing wine"
  # Without Mono and Gecko, which would be downloaded. Only here: .NET's own libraries want mscoree.dll to be there.
  WINEDLLOVERRIDES="mscoree=;mshtml=" timeout 120 wineboot -i > "$work/wineboot.log" 2>&1
  # .NET 10 does not run on the Windows 7 that Wine 8 plays by default.
  timeout 60 wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f > /dev/null
}

write_project() {
  mkdir -p "$work/project/config"
  cp tests/wine/proxy.yaml "$work/project/config/"
  local processes
  processes=$(cat tests/wine/processes.yaml)
  echo "${processes//@CHILD@/$(windows "$work/child/TestProcess.exe")}" > "$work/project/config/processes.yaml"
  printf '@echo off\r\necho got %%1 %%2\r\n' > "$work/project/say.cmd"
}

windows() { printf 'Z:%s' "$1" | tr / '\\'; }

server() { timeout -k 5 300 wine "$work/server/processproxy.exe" --log-format text --config "$(windows "$work/project/config/proxy.yaml")"; }

start_server() {
  server > "$work/server.log" 2>&1 &
  for _ in $(seq 300); do
    api=$(sed -n 's#.*management  \(http://[0-9.:]*\)/.*#\1#p' "$work/server.log" | tr -d '\r')
    test -n "$api" && return
    sleep 0.1
  done
  echo "# the server does not come up:"
  sed 's/^/#   /' "$work/server.log"
  exit 1
}

# 124 is what timeout says when it had to end it.
server_dies() {
  server > "$work/server.log" 2>&1
  test $? != 124
}

terminate_server() {
  timeout 30 wine taskkill /f /pid "$(head -n 1 "$work/project/pids/processproxy.lock" | tr -d '\r\n')" > /dev/null
  wait
}

terminate_program() { timeout 30 wine taskkill /f /pid "$(value "$1" pid)" > /dev/null; }

second_server() {
  server > "$work/second.log" 2>&1
  test $? = 3 && grep -q "Another server (pid $(head -n 1 "$work/project/pids/processproxy.lock" | tr -d '\r\n'))" "$work/second.log"
}

forget_everything() {
  terminate_server
  for pid in $(ours burst); do kill -9 "$pid"; done
  for _ in $(seq 100); do test "$(alive burst)" = 0 && break; sleep 0.1; done
  rm -rf "$work/project/pids" "$work/project/logs"
}

get() { curl -s -m 20 "$api$1"; }
post() { curl -s -m 60 -X POST "$api$1" > /dev/null; }
value() { get "/api/processes/$1" | grep -o "\"$2\":[^,}]*" | head -1 | cut -d: -f2- | tr -d '"'; }
saved() { grep "\"$2\"" "$work/project/pids/$1.state" | grep -o '[0-9]*' | head -1; }
is() { test "$(value "$1" "$2")" = "$3"; }
contains() { printf '%s' "$1" | grep -q -- "$2"; }
not() { ! "$@"; }
log_has() { grep -qF -- "$2" "$work/project/logs/$1.log"; }
test_alive() { test "$(alive "$2")" = "$1"; }

eventually() {
  for _ in $(seq 100); do
    "$@" && return
    sleep 0.1
  done
  return 1
}

grows() {
  local size
  size=$(stat -c %s "$work/project/logs/$1.log")
  eventually larger "$1" "$size"
}
larger() { test "$(stat -c %s "$work/project/logs/$1.log")" -gt "$2"; }

# Every line is the one before plus one, over the rotated file too.
in_order() { cat "$work/project/logs/$1.log" | sed -n 's/^line //p' | awk 'NR > 1 && $1 != last + 1 { exit 1 } { last = $1 }'; }

# The processes of this very prefix whose command line has a text in it, by their numbers on this machine.
ours() {
  local process
  for process in /proc/[0-9]*; do
    # Gone while it is looked at: that is what reading /proc is like.
    if { tr '\0' ' ' < "$process/cmdline" | grep -qF -- "$1" && tr '\0' '\n' < "$process/environ" | grep -qxF "WINEPREFIX=$WINEPREFIX"; } 2> /dev/null; then
      basename "$process"
    fi
  done
}
alive() { ours "$1" | wc -l; }

# Has one state file name the process of another, with all that identifies it.
swap_identity() {
  sed -i "s/\"pid\": [0-9]*/\"pid\": $(saved "$2" pid)/; s/\"startTicks\": [0-9]*/\"startTicks\": $(saved "$2" startTicks)/" "$work/project/pids/$1.state"
}

check() {
  local what=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok $((passed + failed)) $what"
  else
    failed=$((failed + 1))
    echo "not ok $((passed + failed)) $what"
    sed 's/^/#   /' "$shown"
  fi
}

clean_up() {
  timeout 30 wineserver -k
  timeout 30 wineserver -w
  wait
  rm -rf "$work"
}
