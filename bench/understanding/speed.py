"""(h) Latency and memory of understanding, beside hassil: each in a process of its own, at 25, 500 and 5,000 entities."""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.tables import percentile
from bench.understanding.house import entity, home
from device.home.state import Home

SIZES = (25, 500, 5000)
SENTENCES = (
    "turn on the floor lamp", "turn off the lights in the kitchen", "set the bedroom to twenty degrees", "close the blinds",
    "is the front door locked",
    "set the desk lamp to forty percent", "what is the temperature in the office", "turn off thing seven",
    "open the garage door", "set a timer for ten minutes",
)  # fmt: skip
ROUNDS = 30


def house(size: int) -> Home:
    """Return a home of that many entities in rooms of 25."""
    platforms = ("light", "switch", "cover", "sensor", "fan")
    nouns = {"light": "lamp", "switch": "plug", "cover": "blind", "sensor": "meter", "fan": "fan"}
    rooms = ("kitchen", "bedroom", "office", "living room", "hallway")
    return home(
        [
            entity(f"{platform}.{n}", f"{nouns[platform]} {n}", f"{rooms[n % 5]}{f' {n // 125}' if n >= 125 else ''}")
            for n in range(size)
            for platform in [platforms[n // 5 % 5]]
        ]
    )


def alone(who: str, size: int) -> dict[str, float]:
    """Measure one side in this process: megabytes, first sentence, percentiles (milliseconds)."""
    built = house(size)
    before = _resident()
    begun = time.perf_counter()
    if who == "hearth":
        from bench.understanding.scores import nlu
        from runtime.nlu.vocabulary import Vocabulary

        model, names = nlu(), Vocabulary.of(built)
        understand: Any = lambda text: model.understand(text, names)  # noqa: E731
    else:
        from bench.understanding.peer import Peer

        understand = Peer(built).understand
    ready = time.perf_counter()
    understand("turn on the light in the kitchen")
    first = time.perf_counter() - ready
    times = []
    for _ in range(ROUNDS if who == "hearth" or size < 5000 else 3):
        for sentence in SENTENCES:
            start = time.perf_counter()
            understand(sentence)
            times.append((time.perf_counter() - start) * 1e3)
    return {
        "load_ms": (ready - begun) * 1e3,
        "first_ms": first * 1e3, "p50_ms": percentile(times, 0.5), "p95_ms": percentile(times, 0.95),
        "mb": _resident() - before,
    }  # fmt: skip


def _resident() -> float:
    """Return what this process holds in memory now, in megabytes (Linux)."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def run(_: Any) -> dict[str, Any]:
    """Return both sides at every size."""
    result = {}
    for who in ("hearth", "hassil"):
        for size in SIZES:
            command = [sys.executable, "-m", "bench.understanding.speed", who, str(size)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
            result[f"{who}_{size}"] = json.loads(done.stdout.splitlines()[-1])
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("who")
    parser.add_argument("size", type=int)
    options = parser.parse_args()
    print(json.dumps(alone(options.who, options.size)))
