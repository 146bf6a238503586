"""run, demo, say, listen, stop, status, doctor, trace: everything about a Hearth that runs, ran or should."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Any

from runtime.cli import show


def add(commands: Any, shared: argparse.ArgumentParser, configured: argparse.ArgumentParser) -> None:
    """Describe the commands."""
    both = [shared, configured]

    run = commands.add_parser("run", parents=both, help="listen, until told to stop")
    run.set_defaults(command=_run, talks=True)

    demo = commands.add_parser("demo", parents=[shared], help="show the main job on a simulated home")
    demo.add_argument("--mic", action="store_true", help="speak yourself instead of the recordings")
    demo.add_argument("--keep", action="store_true", help="leave the home running afterwards")
    demo.set_defaults(command=_demo)

    say = commands.add_parser("say", parents=both, help="type a sentence; without a running Hearth, one turn is run")
    say.add_argument("text", nargs="+", help="the sentence")
    say.add_argument("--alone", action="store_true", help="run one turn here, even beside a running Hearth")
    say.set_defaults(command=_say)

    listen = commands.add_parser("listen", parents=both, help="hear a recording through the whole pipeline")
    listen.add_argument("file", type=Path, help="a WAV file")
    listen.set_defaults(command=_listen)

    for name, help_text in (
        ("stop", "make a running Hearth be quiet and drop what it is doing"),
        ("wake", "open the ear of a running Hearth without the wake word"),
        ("mute", "close its ear, also after a restart"),
        ("unmute", "open its ear again"),
        ("status", "tell how a running Hearth is"),
    ):
        simple = commands.add_parser(name, parents=[shared], help=help_text)
        simple.set_defaults(command=_ask, do="listen" if name == "wake" else name)

    doctor = commands.add_parser("doctor", parents=both, help="find what is wrong and name the command that mends it")
    doctor.set_defaults(command=_doctor)

    trace = commands.add_parser("trace", parents=[shared], help="tell what each stage of the last turns saw")
    trace.add_argument("--last", type=int, default=1, metavar="N", help="how many turns (default: 1)")
    trace.add_argument("--store", type=Path, help="the trace store (default: where Hearth keeps it)")
    trace.set_defaults(command=_trace)


def _run(asked: argparse.Namespace) -> int:
    from runtime.config import load  # noqa: PLC0415

    config = load(asked.config)  # before anything heavy: a typo is told at once
    from runtime import app  # noqa: PLC0415

    return app.run(config)


def _demo(asked: argparse.Namespace) -> int:
    from runtime.demo.run import run  # noqa: PLC0415

    return run(as_json=asked.json, microphone=asked.mic, keep=asked.keep)


def _say(asked: argparse.Namespace) -> int:
    from runtime import control  # noqa: PLC0415

    text = " ".join(asked.text)
    if control.running() is not None and not asked.alone:
        try:
            return _told(asyncio.run(control.say(text)), as_json=asked.json)
        except control.NotRunning as error:
            sys.stderr.write(f"hearth: {error} Running one turn here.\n")
    from runtime import app  # noqa: PLC0415
    from runtime.config import load  # noqa: PLC0415

    return _told(app.say(load(asked.config), text), as_json=asked.json)


def _listen(asked: argparse.Namespace) -> int:
    from runtime import app  # noqa: PLC0415
    from runtime.config import load  # noqa: PLC0415
    from runtime.errors import HearthError  # noqa: PLC0415

    if not asked.file.is_file():
        raise HearthError(f"There is no recording {asked.file}.")
    return _told(app.listen(load(asked.config), asked.file), as_json=asked.json)


def _told(told: Any, *, as_json: bool) -> int:
    """Show a reply and its trace; a turn that failed is a failure."""
    traces = told.get("traces") or [told["trace"]] if told.get("traces") or told.get("trace") else []
    if as_json:
        show.answer({"ok": True, **told})
    else:
        for one in traces:
            show.trace(one)
        show.say(told.get("reply") or "(nothing to say)")
    return 0


def _ask(asked: argparse.Namespace) -> int:
    from runtime.control import Ask, request  # noqa: PLC0415

    told = asyncio.run(request(Ask(asked.do)))
    if asked.json:
        show.answer({"ok": True, **told})
    else:
        show.say(show.details(told) or "done")
    return 0


def _doctor(asked: argparse.Namespace) -> int:
    from runtime.doctor.examine import examine, report  # noqa: PLC0415

    findings = examine(asked.config)
    well = all(finding.well for finding in findings)
    if asked.json:
        show.answer({"ok": well, "findings": findings})
    else:
        show.say(report(findings))
    return 0 if well else 1


def _trace(asked: argparse.Namespace) -> int:
    from runtime.feedback.traces import read_traces  # noqa: PLC0415

    traces = read_traces(asked.store or trace_store(), max(1, asked.last))
    if asked.json:
        show.answer({"ok": True, "traces": traces})
    elif not traces:
        show.say("No turn was recorded yet.")
    for one in reversed(traces) if not asked.json else ():
        show.trace(one)
    return 0


def trace_store() -> Path:
    """Return the store that is there: one's own, else the service's."""
    from device.places import SYSTEM_STATE, state_directory  # noqa: PLC0415

    places = [state_directory() / "traces.db", SYSTEM_STATE / "traces.db"]
    return next((path for path in places if path.exists()), places[0])
