"""What the machine gives and who uses it: the CPU time of processes, and how far a second core helps a pure loop."""

import subprocess
import sys
import time
from pathlib import Path

_LOOP = """
import sys, time
print("ready", flush=True); sys.stdin.readline()
rounds, until = 0, time.monotonic() + 1
while time.monotonic() < until:
    sum(range(2000)); rounds += 1
print(rounds, flush=True)
"""
_TICKS_PER_SECOND = 100


def cpu_seconds(pid: int) -> float:
    """CPU time that a process of this machine has used, in seconds (proc(5)); 0 where that can't be known."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND


def children(pid: int) -> list[int]:
    """The processes that the first thread of a process of this machine started (proc(5)); none where that can't be known."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def second_core() -> float:
    """How many times the rounds of one pure loop two of them make side by side: the most that anything can scale."""
    return _spin(2) / _spin(1)


def _spin(count: int) -> float:
    loops = [
        subprocess.Popen(
            [sys.executable, "-c", _LOOP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(count)
    ]
    for loop in loops:
        assert loop.stdout
        loop.stdout.readline()
    time.sleep(0.1)
    for loop in loops:
        assert loop.stdin
        loop.stdin.write("go\n")
        loop.stdin.flush()
    return float(sum(int(loop.communicate()[0]) for loop in loops))
