"""The machine under the measurement: what it is, in words, and how much of it others used meanwhile (Linux only)."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

_TICK = os.sysconf("SC_CLK_TCK")


def described() -> str:
    """Processor, count and Python, without a name of the host."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = {line.partition(":")[2].strip() for line in lines if line.startswith("model name")}
    model = ", ".join(sorted(models)) or platform.machine()
    return f"{os.cpu_count()} processors ({model}), Python {platform.python_version()}"


@dataclass(frozen=True)
class Spent:
    """Seconds of processors spent since the start of the machine, by everybody and by us, and when that was."""

    at: float
    everybody: float
    us: float

    @classmethod
    def now(cls) -> Spent:
        """As of now. We are this process, what it started, and what that started."""
        user, nice, system, _, _, irq, softirq, *_ = (
            int(word) for word in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
        )
        times = os.times()
        ended = times.children_user + times.children_system
        us = ended + sum(_of(pid) for pid in family(os.getpid()))
        return cls(perf_counter(), (user + nice + system + irq + softirq) / _TICK, us)

    def others_until(self, later: Spent) -> float:
        """How many processors others kept busy from this moment until ``later``."""
        everybody, us = later.everybody - self.everybody, later.us - self.us
        return max(0.0, everybody - us) / (later.at - self.at)


def family(pid: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield pid
    for child in children(pid):
        yield from family(child)


def children(pid: int) -> list[int]:
    """The processes that a process started and that live."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(word) for word in listed.read_text(encoding="ascii").split()]
    return found


def _of(pid: int) -> float:
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except FileNotFoundError:  # it ended just now
        return 0.0
    return (int(words[11]) + int(words[12])) / _TICK


def share(pid: int) -> float:
    """Megabytes of a process, what it shares with others counted in parts (PSS)."""
    return _kilobytes(pid, "smaps_rollup", "Pss") / 1024


def resident(pid: int) -> float:
    """Megabytes of a process, what it shares counted whole (RSS)."""
    return _kilobytes(pid, "status", "VmRSS") / 1024


def peak(pid: int) -> float:
    """The most megabytes that were ever resident."""
    return _kilobytes(pid, "status", "VmHWM") / 1024


def _kilobytes(pid: int, file: str, name: str) -> int:
    lines = Path(f"/proc/{pid}/{file}").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(f"{name}:")))
