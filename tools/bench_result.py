"""How every contender of the national benchmark measures and writes down: medians, answers to compare, memory, preparation."""

import json
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

Answer = Mapping[str, int]
# Beyond this one run is not repeated as often: the medians of three say enough of a question that takes seconds.
_SLOW_MS = 1500


@dataclass(slots=True)
class Result:
    """``questions`` in milliseconds, None with a reason in ``why``. ``cpu`` is what the process itself worked meanwhile, on all its cores,
    which other work on the machine lengthens less; a server's work is not in it. ``answers`` are for comparing only."""

    name: str
    questions: dict[str, float | None] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    prepared_s: dict[str, float] = field(default_factory=dict)
    size_mb: dict[str, float] = field(default_factory=dict)
    extra: dict[str, float] = field(default_factory=dict)
    growth: dict[str, float] = field(default_factory=dict)
    memory_mb: float | None = None
    answers: dict[str, dict[str, int]] = field(default_factory=dict)

    def ask(self, name: str, work: Callable[[], object], answer: Callable[[object], Answer], *, repeats: int) -> None:
        """Once for the answer, which also warms up, then for the time."""
        begun = time.perf_counter()
        found = work()
        first = (time.perf_counter() - begun) * 1000
        self.answers[name] = dict(answer(found))
        worked = time.process_time()
        repeats = min(repeats, 3) if first > _SLOW_MS else repeats
        self.questions[name] = median_ms(work, repeats=repeats)
        self.cpu[name] = round((time.process_time() - worked) * 1000 / repeats, 3)

    def leave_out(self, name: str, why: str) -> None:
        self.questions[name], self.why[name] = None, why

    def write(self, folder: Path) -> None:
        self.memory_mb = memory_mb()
        (folder / f"{self.name}.json").write_text(json.dumps(asdict(self)), "utf-8")


def read_result(folder: Path, name: str) -> Result:
    return Result(**json.loads((folder / f"{name}.json").read_text("utf-8")))


def median_ms(work: Callable[[], object], *, repeats: int) -> float:
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(times), 3)


def memory_mb() -> float | None:
    """The most this process ever held; None where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return None
    line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024, 1)


def size_mb(path: Path) -> float:
    return (
        round(sum(one.stat().st_size for one in path.rglob("*") if one.is_file()) / 1e6, 1) if path.is_dir() else path.stat().st_size / 1e6
    )


def key(*parts: object) -> str:
    return "|".join(map(str, parts))
