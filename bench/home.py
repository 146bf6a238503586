"""The home at scale: discovery, state updates and their delay, beside a plain paho loop that only parses the same JSON.

    python -m bench.home [--entities 500 5000] [--json]

A Mosquitto of its own holds the retained configurations of a made-up home (Home Assistant's discovery, Zigbee2MQTT,
Tasmota). Hearth and the plain loop are processes of their own, and see the same messages, one after the other.
"""

# ruff: noqa: SLF001 - the loop offers no public way to time its turns

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Self

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from device.home.binding import Publish
from device.home.link import follow
from device.home.live import LiveHome
from device.home.settings import MqttSettings
from device.home.simulated.broker import mosquitto
from device.home.simulated.discovery import Discovery
from device.home.simulated.plan import Plan, Thing
from device.home.simulated.tasmota import Tasmota
from device.home.simulated.zigbee2mqtt import Zigbee2Mqtt

ROOMS = ["kitchen", "living room", "bedroom", "office", "bathroom", "hallway", "garage", "garden", "attic", "cellar"]
KINDS: tuple[tuple[str, Any, Any, Any], ...] = (
    (
        "light",
        "json",
        {"brightness": True, "color_temp": [2200, 6500]},
        {"value": "off", "brightness": 50, "color_temp": 2700},
    ),
    ("switch", "json", {}, {"value": "off"}),
    ("sensor", "json", {}, {"value": 20.5}),
    ("binary_sensor", "json", {}, {"value": "off"}),
    ("cover", "json", {"position": True}, {"value": "open", "position": 100}),
    ("light", "basic", {"brightness": True}, {"value": "on", "brightness": 30}),
    ("sensor", "json", {}, {"value": 48}),
    ("climate", "json", {"temperature": [5, 30, 0.5], "mode": ["off", "heat"]}, {"value": "heat", "temperature": 20}),
)
PROBE = Thing("probe", "sensor", "Probe", state={"value": 0})
END = -1.0
"""Value of the probe that ends a phase."""
FLOOD, PACED, PACE_S = 20_000, 1_000, 0.005
FILTERS = ("homeassistant/+/+/config", "sim/#", "zigbee2mqtt/#", "tasmota/#", "stat/#", "tele/#")


def made_up(count: int) -> Plan:
    """Return a home of that many things: four of five by discovery, the rest by Zigbee2MQTT and Tasmota."""
    things = [PROBE]
    for index in range(count - 1):
        platform, schema, can, state = KINDS[index % len(KINDS)]
        room = ROOMS[index % len(ROOMS)]
        speaks: Any = "discovery"
        if index % 10 == 3 or (index % 10 == 7 and platform not in {"light", "switch"}):
            speaks, platform, can, state = (
                "zigbee2mqtt",
                "light",
                {"brightness": True},
                {"value": "off", "brightness": 10},
            )
        elif index % 10 == 7:
            speaks, platform, can, state = "tasmota", "switch", {}, {"value": "off"}
        native = speaks != "discovery"
        things.append(
            Thing(
                f"t{index}", platform, f"{platform} {index}", room=room, speaks=speaks, schema=schema, can=can, state=state,
                device=f"{room} {platform} {index}" if native else "", area=not native,
            )
        )  # fmt: skip
    return Plan(tuple(things))


def retained(plan: Plan) -> tuple[list[Publish], list[Publish]]:
    """Return what announces the home, and what tells its state; both retained, so that each listener meets the same."""
    announced, told = [], []
    for convention in (Discovery(plan), Zigbee2Mqtt(plan), Tasmota(plan)):
        announced += convention.announce()
        for thing in plan.thing:
            native = {"zigbee2mqtt": Zigbee2Mqtt, "tasmota": Tasmota}.get(thing.speaks, Discovery)
            if isinstance(convention, native):
                told += convention.available(thing.id, online=True) + convention.tell(thing.id, dict(thing.state))
    return announced, told


def flood(plan: Plan, count: int) -> list[Publish]:
    """Return that many state messages, of all things in turn, each unlike the one before."""
    discovery = Discovery(plan)
    things = [
        one
        for one in plan.thing
        if one.speaks == "discovery" and one.platform in {"light", "sensor"} and one.schema == "json"
    ]
    messages = []
    for index in range(count):
        thing = things[index % len(things)]
        value = "on" if index // len(things) % 2 else "off"
        truth: Any = (
            {"value": value, "brightness": float(index % 100)} if thing.platform == "light" else {"value": float(index)}
        )
        messages += [one for one in discovery.tell(thing.id, truth) if thing.id != "probe"]
    return messages


# ---------------------------------------------------------------------------------------------------- the two listeners


def resident_mb() -> float:
    """Return the resident memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def report(**numbers: object) -> None:
    print(json.dumps(numbers), flush=True)


class Phases:
    """What a listener measures with the probe's values: a flood, then paced messages that carry the time of sending."""

    def __init__(self) -> None:
        self._delays: list[float] = []
        self._cpu = time.process_time()
        self.flooding = True

    def see(self, value: float) -> bool:
        """Take a new value of the probe; return whether all is over."""
        now = time.monotonic()
        if self.flooding and value == END:
            self.flooding = False
            report(cpu_s=time.process_time() - self._cpu)
        elif not self.flooding and value == END:
            report(delays_ms=self._delays)
            return True
        elif not self.flooding:
            self._delays.append((now - value) * 1000)
        return False


def listen_plainly(port: int, messages: int) -> None:
    """Be the reference: paho's own loop, JSON parsed, nothing else done."""
    kept: dict[str, Any] = {}
    before, began, cpu = resident_mb(), time.monotonic(), time.process_time()
    phases: list[Phases] = []
    seen = 0

    def take(client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        nonlocal seen
        try:
            kept[message.topic] = json.loads(message.payload)
        except ValueError:
            kept[message.topic] = message.payload
        seen += 1
        if seen == messages:
            report(
                discovery_s=time.monotonic() - began, cpu_s=time.process_time() - cpu, memory_mb=resident_mb() - before
            )
            phases.append(Phases())
        elif phases and message.topic == "sim/probe/state" and phases[0].see(kept[message.topic]["value"]):
            client.disconnect()

    client = paho.Client(CallbackAPIVersion.VERSION2)
    client.on_message = take
    client.connect("127.0.0.1", port)
    for topic in FILTERS:
        client.subscribe(topic)
    client.loop_forever()


class Turns:
    """Times every turn of the event loop in processor time, so that other programs on the machine do not count."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.long = 0
        self._run = asyncio.events.Handle._run

    def __enter__(self) -> Self:
        run = self._run

        def timed(handle: asyncio.Handle) -> None:
            began = time.thread_time()
            run(handle)
            spent = (time.thread_time() - began) * 1000
            self.longest = max(self.longest, spent)
            self.long += spent > 5

        asyncio.events.Handle._run = timed  # type: ignore[assignment, method-assign]
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.events.Handle._run = self._run  # type: ignore[method-assign]


async def listen_as_hearth(port: int, entities: int) -> None:
    """Be Hearth's home, with an 80 ms ticker beside it that plays the microphone."""
    before, began, cpu = resident_mb(), time.monotonic(), time.process_time()
    home = LiveHome(MqttSettings(host="127.0.0.1", port=port, presence=False))
    running = asyncio.create_task(home.run())
    late: list[float] = []

    async def tick() -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += 0.08
            await asyncio.sleep(due - loop.time())
            late.append((loop.time() - due) * 1000)
            due = max(due, loop.time() - 0.08)

    ticking = asyncio.create_task(tick())

    unknown: list[str] = []

    def known() -> bool:
        if len(home.home.entities) < entities:
            return False
        if not unknown:
            unknown.extend(home.home.entities)
        for _ in range(min(500, len(unknown))):  # not all at once: this runs on the loop whose turns are timed
            if home.home.state(unknown[-1]).at is None:
                break
            unknown.pop()
        return not unknown

    deadline = time.monotonic() + 60
    with Turns() as turns:
        while not known() and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    found = time.monotonic() - began
    spent = time.process_time() - cpu
    await home.ready()
    told = sum(state.at is not None for state in home.home.states.values())
    report(
        discovery_s=found, cpu_s=spent, ready_s=time.monotonic() - began, memory_mb=resident_mb() - before,
        found=len(home.home.entities), told=told, late_ms=max(late), turn_ms=turns.longest, long_turns=turns.long,
    )  # fmt: skip
    ticking.cancel()
    phases = Phases()
    probe = next(one.id for one in home.home if one.name == "probe")
    last: object = None
    async for version in follow(home):
        value = version.state(probe).value
        if value != last and isinstance(value, float):
            last = value
            if phases.see(value):
                break
    running.cancel()
    await asyncio.wait({running})


# ------------------------------------------------------------------------------------------------------------ measuring


@contextmanager
def listener(role: str, port: int, count: int) -> Iterator[IO[str]]:
    """Run a listener in a process of its own; yield what it prints."""
    words = [sys.executable, "-m", "bench.home", "--role", role, "--port", str(port), "--entities", str(count)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout
        process.wait(10)
    finally:
        process.kill()
        process.wait()


def answer(words: IO[str]) -> dict[str, Any]:
    line = words.readline()
    if not line:
        raise SystemExit("a listener ended before it was done")
    return dict(json.loads(line))


def measure(role: str, port: int, count: int, say: paho.Client, messages: Sequence[Publish]) -> dict[str, float]:
    """Return one listener's numbers."""

    def probe(value: float) -> None:
        say.publish("sim/probe/state", json.dumps({"value": value}))

    with listener(role, port, count) as words:
        found = answer(words)
        time.sleep(1.5)  # Hearth's own quiet gap; the plain loop has none to wait for
        for message in messages:
            say.publish(message.topic, message.payload)
        probe(END)
        cpu_s = answer(words)["cpu_s"]
        for _ in range(PACED):
            probe(time.monotonic())
            time.sleep(PACE_S)
        time.sleep(0.2)
        probe(END)
        delays = sorted(answer(words)["delays_ms"])
    return found | {
        "updates_per_s": len(messages) / cpu_s,
        "delay_p50_ms": statistics.median(delays),
        "delay_p95_ms": delays[int(len(delays) * 0.95)],
        "delay_p99_ms": delays[int(len(delays) * 0.99)],
        "delays": len(delays),
    }


def run(count: int) -> dict[str, dict[str, float]]:
    """Measure both listeners on one home."""
    plan = made_up(count)
    announced, told = retained(plan)
    with mosquitto() as broker:
        say = paho.Client(CallbackAPIVersion.VERSION2)
        say.max_queued_messages_set(0)
        say.connect("127.0.0.1", broker.port)
        say.loop_start()
        last = None
        for message in (*announced, *told):
            last = say.publish(message.topic, message.payload, qos=1, retain=True)
        assert last is not None
        last.wait_for_publish(60)
        time.sleep(0.5)
        messages = flood(plan, FLOOD)
        kept = len({message.topic for message in (*announced, *told)})
        result = {
            "plain": measure("plain", broker.port, kept, say, messages),
            "hearth": measure("hearth", broker.port, count, say, messages),
        }
        say.loop_stop()
        say.disconnect()
    return result


ROWS = (
    ("discovery_s", "all known after (s)"),
    ("cpu_s", "... CPU (s)"),
    ("ready_s", "ready, after a quiet second (s)"),
    ("memory_mb", "memory grown (MB)"),
    ("found", "things found"),
    ("told", "... whose state is known"),
    ("late_ms", "80 ms ticker, latest (ms)"),
    ("turn_ms", "longest turn of the loop (CPU ms)"),
    ("long_turns", "turns above 5 CPU ms"),
    ("updates_per_s", "state updates per CPU second"),
    ("delay_p50_ms", "message to visible, p50 (ms)"),
    ("delay_p95_ms", "... p95 (ms)"),
    ("delay_p99_ms", "... p99 (ms)"),
)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.home", description=__doc__)
    parser.add_argument("--entities", type=int, nargs="+", default=[500, 5000])
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    parser.add_argument("--role", choices=("plain", "hearth"), help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.role == "plain":
        listen_plainly(given.port, given.entities[0])
        return 0
    if given.role == "hearth":
        asyncio.run(listen_as_hearth(given.port, given.entities[0]))
        return 0
    results = {count: run(count) for count in given.entities}
    columns = [(count, who) for count in results for who in ("plain", "hearth")]
    print("| |" + "|".join(f" {count}, {who} " for count, who in columns) + "|")
    print("|---|" + "---:|" * len(columns))
    for key, title in ROWS:
        cells = (f"{results[count][who][key]:.4g}" if key in results[count][who] else "" for count, who in columns)
        print(f"| {title} |" + "|".join(f" {cell} " for cell in cells) + "|")
    if given.json:
        print(json.dumps(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
