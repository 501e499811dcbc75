#!/usr/bin/python3
"""The programs that every supervisor runs. The first argument says which; what it notes goes to files in $PEERS_NOTES."""
import os, signal, sys, time

notes = os.environ["PEERS_NOTES"]


def note(name, text):
    with open(os.path.join(notes, name), "a") as file:
        file.write(text + "\n")


def write(data):
    while data:
        data = data[os.write(1, data):]


def stay():
    while True:
        signal.pause()


def burst(count):
    """One line each 50 microseconds; what has been written so far is kept where no supervisor can lose it."""
    me, pace, begin = os.getpid(), 50_000, time.monotonic_ns()
    done = os.open(os.path.join(notes, f"burst.{me}"), os.O_CREAT | os.O_WRONLY)
    for number in range(1, int(count) + 1):
        write(b"%d %d\n" % (me, number))
        os.pwrite(done, b"%12d" % number, 0)
        while time.monotonic_ns() < begin + number * pace:
            pass
    note("done", str(me))
    stay()


def fork(then):
    if os.fork() == 0:
        then()
        os._exit(0)


def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    stay()


def group():
    """Ends on TERM; a member of its group does not."""
    fork(stubborn)
    stay()


def escape():
    """Leaves a descendant that has its own session and no parent."""
    def away():
        os.setsid()
        fork(stay)
    fork(away)
    stay()


def leak():
    """Ends, and leaves a child that holds its output."""
    fork(stay)
    time.sleep(0.3)
    sys.exit(1)


def flood(megabytes):
    """So many megabytes without a newline."""
    piece = b"x" * (1 << 20)
    for _ in range(int(megabytes)):
        write(piece)
    note("done", str(os.getpid()))
    stay()


def last():
    write(b"first\n")
    write(b"last\n")
    note("runs", "1")
    os._exit(1)


def binary():
    write(b"\xff\xfe\x00\x01 \xc3( \xed\xa0\x80 \x1b[31mred\x1b[0m 10%\r20%\r\n\x00end\n")
    note("done", str(os.getpid()))
    stay()


modes = {"burst": burst, "quiet": stay, "group": group, "escape": escape, "leak": leak, "flood": flood, "last": last, "binary": binary}
modes[sys.argv[1]](*sys.argv[2:])
