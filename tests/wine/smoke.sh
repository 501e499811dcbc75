#!/usr/bin/env bash
# Runs the real processproxy.exe for Windows under Wine and looks at what it does, from outside.
# Needs: wine (8 or later, 64 bit), dotnet, curl. Takes about two minutes. docs/platforms.md says what this cannot show.
set -u
cd "$(dirname "$0")/../.."

work=$(mktemp -d "${TMPDIR:-/tmp}/processproxy-wine.XXXXXX")
export WINEPREFIX="$work/prefix" WINEARCH=win64 WINEDEBUG=-all
unset DISPLAY
passed=0
failed=0
shown="$work/server.log"
. tests/wine/harness.sh
trap clean_up EXIT

if test -n "${PROCESSPROXY_WINE_BUILD:-}"; then
  # Builds of an earlier run, in the folders server and child.
  ln -s "$PROCESSPROXY_WINE_BUILD/server" "$PROCESSPROXY_WINE_BUILD/child" "$work/"
else
  publish src/Server "$work/server"
  publish tests/TestProcess "$work/child"
fi

prepare_wine
write_project

echo "# starting"
start_server
check "a program runs" is burst state running
check "its output is in its log" grows burst
check "the API reads it" contains "$(get /api/processes/burst/logs?lines=1)" '"line":"line '
check "an exit code is seen" eventually is exits code 7
check "a missing program has a sentence" eventually contains "$(get /api/processes/missing)" "The program 'nosuch' was not found in PATH"
check "a missing folder has a sentence" eventually contains "$(get /api/processes/nowhere)" "Its working directory .* does not exist"
check "a batch file gets its arguments whole" eventually log_has batch 'got "a&b" "two words"'
check "arguments and environment arrive as they were written" eventually log_has cmdline 'x="1 2"'
check "a second server exits 3 and names the first" second_server

echo "# the server is terminated"
before=$(value burst pid)
terminate_server
check "the program lives" test "$(alive 'burst 1000000')" = 1
check "its output goes on" grows burst
start_server
check "it is adopted with its pid" is burst pid "$before"
check "and said to be reconnected" is burst isReconnected true
check "no line is lost or doubled" in_order burst
terminate_server
swap_identity burst tree
echo "$(saved tree pid)" > "$work/project/pids/burst.pid"
start_server
check "a forged identity is refused" not is burst pid "$(saved tree pid)"
check "the program it names lives and is nobody else's" is tree pid "$(saved tree pid)"
check "the program itself is found again" is burst pid "$before"
terminate_server
rm "$work/project/pids/burst.state"
start_server
check "it is found by its log when its state is lost" is burst pid "$before"
check "a log that cannot be rotated now is told of" eventually grep -q "burst.log.* is too large" "$work/server.log"

echo "# stopping"
check "the tree has several processes" test "$(alive 'ping -n 1000')" -ge 2
post /api/processes/tree/stop
check "a stop ends the whole tree" test "$(alive 'ping -n 1000')" = 0
check "and is told" is tree state stopped
post /api/processes/burst/restart
check "a restart makes another process" not is burst pid "$before"
check "of which there is one" test "$(alive 'burst 1000000')" = 1
check "a log over its size is rotated" test -s "$work/project/logs/burst.log.1"
terminate_program burst
check "an end that nobody asked for is followed by a restart" eventually is burst restartCount 1
check "again there is one" eventually test_alive 1 'burst 1000000'

echo "# the server dies in the middle of a start"
for step in state-starting log-locked spawned resumed state-running; do
  forget_everything
  PROCESSPROXY_FAILPOINT=$step check "at $step: the server dies" server_dies
  # From there on programs are meant to live; which of them got so far is not known.
  test $step = state-running || check "at $step: nothing is left" eventually test_alive 0 'burst 1000000'
  start_server
  check "at $step: one program runs" eventually test_alive 1 'burst 1000000'
  check "at $step: and is supervised" eventually is burst state running
done

echo "$passed passed, $failed failed"
test "$failed" = 0
