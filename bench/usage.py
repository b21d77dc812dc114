"""What processes have used, as the kernel counts it."""

import os
from pathlib import Path

TICK = 1000 / os.sysconf("SC_CLK_TCK")  # milliseconds
PROC = Path("/proc")


def cpu(pid: int) -> float:
    """Milliseconds of processor time a process has used, with those of its children that have ended."""
    return sum(_numbers(pid)[11:15]) * TICK


def cpu_of_family(pid: int) -> float:
    """The same with all children that run: PostgreSQL has a process for each connection."""
    return cpu(pid) + sum(cpu(child) for child in children(pid))


def memory(pid: int) -> float:
    """Resident memory in megabytes."""
    line = next(line for line in (PROC / str(pid) / "status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


def share(pid: int) -> float:
    """The same, but what several processes hold together is counted to each by its part."""
    line = next(line for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1000


def parent(pid: int) -> int:
    return _numbers(pid)[1]


def _numbers(pid: int) -> list[int]:
    """The fields of /proc/<pid>/stat after the name and the state, from the parent's number on."""
    try:
        after_name = (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1]
    except FileNotFoundError:  # ended while we looked; its parent has its time by now
        return [0] * 20
    return [0, *map(int, after_name.split()[1:20])]


def children(pid: int) -> list[int]:
    return [int(each.name) for each in PROC.iterdir() if each.name.isdigit() and _numbers(int(each.name))[1] == pid]
