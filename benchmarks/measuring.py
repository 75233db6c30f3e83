"""How long, how much memory, on what machine."""

import gc
import os
import platform
import resource
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

Call = Callable[[], object]


@dataclass(frozen=True)
class Spent:
    """Seconds of each call: by the clock on the wall, and of this process's own work (which other programs on the machine do not
    lengthen)."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def p50(self) -> float:
        """Milliseconds, as the three below."""
        return at_share(self.wall, 0.5)

    @property
    def p95(self) -> float:
        return at_share(self.wall, 0.95)

    @property
    def cpu_p50(self) -> float:
        return at_share(self.cpu, 0.5)

    @property
    def cpu_p95(self) -> float:
        return at_share(self.cpu, 0.95)

    @property
    def per_second(self) -> float:
        """Calls a second by the wall clock."""
        return len(self.wall) / sum(self.wall)

    @property
    def per_core_second(self) -> float:
        """Calls a second of processor time: what one core to itself would do."""
        return len(self.cpu) / sum(self.cpu)


def timed(calls: Iterable[Call], *, warm: Sequence[Call] = ()) -> Spent:
    """Each call once, in order, after the warming ones."""
    for call in warm:
        call()
    gc.collect()
    wall, cpu = [], []
    for call in calls:
        began, worked = time.perf_counter(), time.process_time()
        call()
        cpu.append(time.process_time() - worked)
        wall.append(time.perf_counter() - began)
    return Spent(tuple(wall), tuple(cpu))


def together(*spent: Spent) -> Spent:
    return Spent(tuple(s for each in spent for s in each.wall), tuple(s for each in spent for s in each.cpu))


def repeated(call: Call, times: int, *, warm: int = 1) -> Spent:
    return timed([call] * times, warm=[call] * warm)


def at_share(seconds: Sequence[float], share: float) -> float:
    """Milliseconds at this share of the sorted times."""
    return sorted(seconds)[int(share * (len(seconds) - 1))] * 1000


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def ratio(ours: float, baseline: float | None) -> float | None:
    return ours / baseline if baseline else None


def resident() -> float:
    """MB of memory this process holds now (its peak where the system does not tell)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return peak()
    return pages * resource.getpagesize() / 2**20


def peak() -> float:
    """MB of memory this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def size(path: Path) -> float:
    """MB on disk of a file or of all in a folder."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 2**20


def load() -> float:
    """How many processes wanted a core in the last minute."""
    return os.getloadavg()[0]


def machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{cores} 核，内存 {memory:.0f} GB，{platform.system()} {platform.machine()}，"
        f"Python {platform.python_version()}，SQLite {sqlite3.sqlite_version}；{datetime.now().astimezone():%Y-%m-%d %H:%M}"
    )
