"""From the end of speech to the command and to the first sound, over the demo's commands, real parts throughout.

`python -m bench.latency [--json] [--rounds N]`. The end of speech is the last sample of the recording; the silence that
the endpoint waits for is part of both figures. Hearth's own overhead is what the stages after the endpoint took less
what the engines (recogniser, models, voice) worked and less what the device took to confirm.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from bench.tables import finish, percentile, show

BEFORE_COMMAND = ("recognize", "rewrite", "understand", "resolve")


def lines(rounds: int) -> Iterator[Mapping[str, Any]]:
    """Yield what each spoken line of the demo became."""
    for _ in range(rounds):
        demo = subprocess.run(
            [sys.executable, "-m", "runtime.cli", "demo", "--json"], stdout=subprocess.PIPE, check=False
        )
        yield from json.loads(demo.stdout.splitlines()[-1])["lines"]


def overhead_s(line: Mapping[str, Any]) -> tuple[float, float]:
    """Return Hearth's own seconds before the command is sent, and the engines' seconds in the same stages."""
    events = [event for event in line["events"] if event["stage"] in BEFORE_COMMAND]
    engines = sum(event["engine_s"] for event in events)
    return sum(event["seconds"] for event in events) - engines, engines


def speech_engines_s(line: Mapping[str, Any]) -> float:
    """Return the engines' seconds from the end of speech to the first sound: thinking, and the voice's first clause."""
    speak = next((event for event in line["events"] if event["stage"] == "speak"), None)
    return overhead_s(line)[1] + (speak["data"].get("made", 0.0) if speak else 0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--rounds", type=int, default=1, help="how often the demo is spoken")
    arguments = parser.parse_args()
    spoken = list(lines(arguments.rounds))
    commands = [line for line in spoken if line["command_s"] is not None]
    replies = [line for line in spoken if line["first_sound_s"] is not None]
    own = [overhead_s(line) for line in commands]
    series = {
        "speech end -> command (s)": [line["command_s"] for line in commands],
        "  command / engines' own time": [
            line["command_s"] / max(1e-6, engines) for line, (_, engines) in zip(commands, own, strict=True)
        ],
        "speech end -> first sound (s)": [line["first_sound_s"] for line in replies],
        "  first sound / engines' own time": [
            line["first_sound_s"] / max(1e-6, speech_engines_s(line)) for line in replies
        ],
        "engines before command (s)": [engines for _, engines in own],
        "Hearth's own overhead (s)": [overhead for overhead, _ in own],
    }
    rows = [(name, len(values), percentile(values, 0.5), percentile(values, 0.95)) for name, values in series.items()]
    show("Latency over the demo's commands", ("", "n", "p50", "p95"), rows)
    figures = {name.strip(): {"n": count, "p50": middle, "p95": late} for name, count, middle, late in rows}
    finish(
        {"right": sum(line["understood"] and line["home_right"] for line in spoken), "lines": len(spoken), **figures},
        as_json=arguments.json,
    )


if __name__ == "__main__":
    main()
