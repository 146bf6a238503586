"""`python -m device.home.simulated FILE.toml --port 1883`: run a simulated home against a broker."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from device.home.settings import MqttSettings
from device.home.simulated.plan import DEMO, PlanError, read_plan
from device.home.simulated.process import describe, serve


def main(argv: Sequence[str] | None = None) -> int:
    """Run until interrupted; return the exit status."""
    parser = argparse.ArgumentParser(prog="hearth home simulate", description="A home that is not there, over MQTT.")
    parser.add_argument(
        "file", nargs="?", type=Path, default=DEMO, help="the home (TOML); without one, the demo's home"
    )
    parser.add_argument("--host", default="localhost", help="broker")
    parser.add_argument("--port", type=int, default=1883, help="its port")
    parser.add_argument("--username", default="", help="broker user; the password comes from HEARTH_MQTT_PASSWORD")
    parser.add_argument("--list", action="store_true", help="only list what there is")
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but problems")
    given = parser.parse_args(argv)
    try:
        plan = read_plan(given.file)
    except PlanError as error:
        print(error, file=sys.stderr)
        return 2
    if given.list:
        for thing in plan.thing:
            print(f"{thing.id:32} {thing.platform:20} {thing.speaks:12} {thing.room:12} {thing.name}")
        return 0
    logging.basicConfig(level=logging.WARNING if given.quiet else logging.INFO, format="%(message)s")
    if not given.quiet:
        print("\n".join(describe(plan)), flush=True)
    serve(plan, MqttSettings(host=given.host, port=given.port, username=given.username))
    return 0


if __name__ == "__main__":
    sys.exit(main())
