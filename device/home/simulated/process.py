"""The simulated home at work: hears commands, lets things react in their own time, and has faults on request.

Beside what the conventions say, for whoever tests or develops: `simulator/<id>/state` (retained: the truth, in people's
units), `simulator/<id>/set_state` (change it as a person at the thing would), `simulator/<id>/fault` (see `FAULTS`), and
`simulator/status` (retained: ready | offline).
"""

import asyncio
import json
import logging
import random
from collections.abc import Coroutine, Mapping, Sequence

from device.home.binding import Publish
from device.home.session import Session
from device.home.settings import MqttSettings
from device.home.simulated.discovery import Discovery
from device.home.simulated.plan import Plan, Thing
from device.home.simulated.tasmota import Tasmota
from device.home.simulated.truth import Truth, react
from device.home.simulated.wire import Convention, Wish, number, say
from device.home.simulated.zigbee2mqtt import Zigbee2Mqtt
from device.home.state import Scalar

log = logging.getLogger(__name__)

FAULTS: Mapping[str, str] = {
    "none": "well again",
    "ignore": "commands have no effect",
    "late": "answers come 5 s later (or `late 12`)",
    "unavailable": "offline, and deaf, until well again",
    "restart": "offline for 2 s (or `restart 5`), then announced again in its first state",
    "garbage": "the next answer is a broken payload, then well again",
}
"""What can be asked of `simulator/<id>/fault`."""
GARBAGE = (b'{"state": "ON', b"\xff\xfe\x00", b"null", b"[[[[", b"NaN", b'{"state": {"a": []}}')
LATE_S, RESTART_S, DRIFT_S = 5.0, 2.0, 10.0
CLIENT_ID = "hearth_simulated_home"


class SimulatedHome:
    """All things of one plan, on one connection."""

    def __init__(self, plan: Plan, settings: MqttSettings) -> None:
        self._plan = plan
        self._conventions: tuple[Convention, ...] = (Discovery(plan), Zigbee2Mqtt(plan), Tasmota(plan))
        by_name = {"discovery": 0, "device": 0, "zigbee2mqtt": 1, "tasmota": 2}
        self._speaks = {thing.id: self._conventions[by_name[thing.speaks]] for thing in plan.thing}
        self._things = {thing.id: thing for thing in plan.thing}
        self.truth: dict[str, Truth] = {thing.id: dict(thing.state) for thing in plan.thing}
        self._fault: dict[str, tuple[str, float]] = {}
        self._moving: dict[str, asyncio.Task[None]] = {}
        self._heard: dict[str, Wish] = {}
        """What was commanded and has not begun yet."""
        offline = Publish("simulator/status", b"offline", qos=1, retain=True)
        self._session = Session(settings, self, CLIENT_ID, will=offline)
        self._group: asyncio.TaskGroup | None = None

    async def run(self) -> None:
        """Be there until cancelled."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            group.create_task(self._session.run(), name="simulated.session")
            group.create_task(self._drift(), name="simulated.drift")

    # ----------------------------------------------------------------------------------------- what the session says

    def up(self) -> None:
        """Announce everything, as at power up."""
        topics = [topic for convention in self._conventions for topic in convention.topics]
        self._session.want(subscribe=[*topics, "simulator/+/fault", "simulator/+/set_state"])
        for convention in self._conventions:
            self._session.want(publish=convention.announce())
        for thing_id in self._things:
            online = self._fault.get(thing_id, ("", 0.0))[0] not in {"unavailable", "restart"}
            self._session.want(publish=self._speaks[thing_id].available(thing_id, online))
            self._tell(thing_id)
        self._session.want(publish=[say("simulator/status", "ready", retain=True)])

    async def hear(self, topic: str, payload: bytes, retained: bool) -> None:
        """Take a command, a fault, or a hand on the thing."""
        if retained:
            return
        parts = topic.split("/")
        if parts[0] == "simulator" and len(parts) == 3 and parts[1] in self._things:
            self._by_hand(parts[1], parts[2], payload)
            return
        for convention in self._conventions:
            for thing_id, wish in convention.read(topic, payload):
                self._command(thing_id, wish)

    def rest(self) -> None:
        """Nothing waits for the end of a slice."""

    def down(self) -> None:
        """Go on alone: things keep their state without a broker."""

    # --------------------------------------------------------------------------------------------------------- inside

    def _command(self, thing_id: str, wish: Wish) -> None:
        fault, _ = self._fault.get(thing_id, ("", 0.0))
        if fault in {"ignore", "unavailable", "restart"}:
            return
        thing = self._things[thing_id]
        if not wish:
            self._own(self._answer(thing_id), thing_id)  # asked, it answers; what it is doing goes on
        elif thing.platform == "scene" and wish.get("action") == "activate":
            self._start(thing_id, self._follow(thing, wish))
            for other, becomes in thing.sets.items():
                self._command(other, dict(becomes))
        else:
            # A second command within the reaction time joins the first: "dimmer 30, power on" means both.
            self._heard[thing_id] = {**self._heard.get(thing_id, {}), **wish}
            self._start(thing_id, self._follow(thing, self._heard[thing_id]))

    async def _answer(self, thing_id: str) -> None:
        await asyncio.sleep(self._delay(self._things[thing_id]))
        self._tell(thing_id)

    async def _follow(self, thing: Thing, wish: Wish) -> None:
        await asyncio.sleep(self._delay(thing))
        self._heard.pop(thing.id, None)
        for seconds, truth in react(thing, self.truth[thing.id], wish):
            await asyncio.sleep(seconds)
            self.truth[thing.id] = truth
            self._tell(thing.id)

    def _delay(self, thing: Thing) -> float:
        fault, seconds = self._fault.get(thing.id, ("", 0.0))
        late = seconds or LATE_S if fault == "late" else 0.0
        return late + (self._plan.home.delay_s if thing.delay_s is None else thing.delay_s)

    def _tell(self, thing_id: str) -> None:
        truth = self.truth[thing_id]
        messages = self._speaks[thing_id].tell(thing_id, truth)
        if self._fault.get(thing_id, ("", 0.0))[0] == "garbage":
            del self._fault[thing_id]
            messages = [Publish(one.topic, random.choice(GARBAGE)) for one in messages]
        self._session.want(publish=[*messages, say(f"simulator/{thing_id}/state", truth, retain=True)])

    def _by_hand(self, thing_id: str, verb: str, payload: bytes) -> None:
        text = payload.decode("utf-8", "replace").strip()
        if verb == "fault":
            word, _, seconds = text.partition(" ")
            if word in FAULTS:
                self._break(thing_id, word, number(seconds) or 0.0)
            return
        try:
            becomes = json.loads(text)
        except ValueError:
            return
        if isinstance(becomes, dict):
            self.truth[thing_id] = {**self.truth[thing_id], **_scalars(becomes)}
            self._tell(thing_id)

    def _break(self, thing_id: str, fault: str, seconds: float) -> None:
        was = self._fault.pop(thing_id, ("", 0.0))[0]
        if fault != "none":
            self._fault[thing_id] = (fault, seconds)
        if fault in {"unavailable", "restart"}:
            self._session.want(publish=self._speaks[thing_id].available(thing_id, online=False))
        elif was in {"unavailable", "restart"}:
            self._session.want(publish=self._speaks[thing_id].available(thing_id, online=True))
            self._tell(thing_id)
        if fault == "restart":
            self._start(thing_id, self._restart(thing_id, seconds or RESTART_S))

    async def _restart(self, thing_id: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._fault.pop(thing_id, None)
        self.truth[thing_id] = dict(self._things[thing_id].state)
        self._session.want(publish=self._speaks[thing_id].announce())
        self._session.want(publish=self._speaks[thing_id].available(thing_id, online=True))
        self._tell(thing_id)

    def _start(self, thing_id: str, work: Coroutine[None, None, None]) -> None:
        """Let a thing do one thing at a time: a new command ends what the last one began."""
        old = self._moving.get(thing_id)
        if old is not None:
            old.cancel()
        task = self._own(work, thing_id)
        if task is not None:
            self._moving[thing_id] = task

    def _own(self, work: Coroutine[None, None, None], thing_id: str) -> asyncio.Task[None] | None:
        try:
            return self._group.create_task(work, name=f"simulated.{thing_id}") if self._group else None
        except RuntimeError:  # a command that comes while the home is torn down
            work.close()
            return None

    async def _drift(self) -> None:
        """Let sensors wander, so that a home looks alive."""
        while True:
            await asyncio.sleep(DRIFT_S)
            for thing in self._plan.thing:
                value = self.truth[thing.id].get("value")
                if thing.drift and isinstance(value, int | float) and not self._fault.get(thing.id):
                    moved = round(value + random.uniform(-thing.drift, thing.drift), 1)
                    self.truth[thing.id] = {**self.truth[thing.id], "value": moved}
                    self._tell(thing.id)


def _scalars(data: Mapping[str, object]) -> dict[str, Scalar]:
    return {
        str(key): value for key, value in data.items() if value is None or isinstance(value, str | int | float | bool)
    }


def serve(plan: Plan, settings: MqttSettings) -> None:
    """Run a simulated home until interrupted (SIGINT or SIGTERM)."""
    import signal  # noqa: PLC0415 - only the process that is the home takes signals

    async def main() -> None:
        task = asyncio.current_task()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(sign, task.cancel)  # type: ignore[union-attr]
        try:
            await SimulatedHome(plan, settings).run()
        except asyncio.CancelledError:
            log.info("The simulated home is gone.")

    asyncio.run(main())


def describe(plan: Plan) -> Sequence[str]:
    """Return a few lines for the person who started it."""
    rooms = sorted({thing.room for thing in plan.thing if thing.room})
    return [
        f"{plan.home.title}: {len(plan.thing)} things in {len(rooms)} rooms ({', '.join(rooms)}).",
        "Break one:    mosquitto_pub -t simulator/ID/fault -m " + "|".join(FAULTS),
        'Touch one:    mosquitto_pub -t simulator/ID/set_state -m \'{"value": "on"}\'',
        "See them all: mosquitto_sub -v -t 'simulator/+/state'",
    ]
