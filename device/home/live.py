"""The home over MQTT: joins the session, which talks, to the registry, which thinks. A `HomeLink`.

Knows nothing of any convention, nor of the connection's troubles; it keeps the order of things: subscribe, listen until it
is quiet, be ready; send, wait for the device's own word, say what became of it.
"""

import asyncio
import gc
import logging
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress

import msgspec

from device.home.binding import Publish
from device.home.commands import CommandImpossible, Prepared, prepare
from device.home.link import LinkStatus
from device.home.presence import Presence
from device.home.registry import Change, DiscoverySettings, Fact, Registry
from device.home.session import Disconnected, Session
from device.home.settings import MqttSettings, machine_identity
from device.home.state import UNKNOWN, Command, Home, Outcome, State

log = logging.getLogger(__name__)

TICK_S, REST_S = 0.1, 1.0
"""Between two looks at the time: while the home is being discovered or asked, and when only values may expire."""
FREEZE_EVERY = 50
"""Steps of discovery after which what they made is put out of the collector's sight."""
ASKS_PER_TICK = 5
"""Questions to devices each tenth of a second."""
COMPLAINTS = 20
"""Warnings about what is on the broker, each connection; a broker full of garbage must not fill the journal."""
FORGET_S = 30.0
"""Seconds after a reconnect until announcements that did not come again are forgotten: they were removed meanwhile."""


class LiveHome:
    """Keeps a `Home` true to what the broker tells, and sends commands."""

    def __init__(
        self, settings: MqttSettings, facts: Mapping[str, Fact] | None = None, presence: Presence | None = None
    ) -> None:
        """`facts`: what the user told. `presence`: how Hearth shows itself on the broker; None: not at all."""
        self._settings = settings
        self._presence = presence
        identity = presence.identity if presence else machine_identity()
        self._registry = Registry(DiscoverySettings(settings.prefix, own_ids=(identity,), rooms=settings.rooms))
        self._facts: Mapping[str, Fact] = facts or {}
        will = presence.offline if presence else None
        self._session = Session(settings, self, identity, will=will)
        self._news = asyncio.Event()
        self._ready = False
        self._quiet_since = 0.0
        self._hurry = asyncio.Event()
        self._kept: set[str] = set()
        self._unseen: set[str] = set()
        self._announcement = re.compile(rf"{re.escape(settings.prefix)}/.+/config")
        self._told = -1
        self._unfrozen = 0
        self._complaints = 0
        self._asks: dict[Publish, None] = {}

    # ------------------------------------------------------------------------------------------------ what others see

    @property
    def home(self) -> Home:
        """Return the newest version."""
        return self._registry.home

    @property
    def status(self) -> LinkStatus:
        """Return how the connection is, and whether discovery is complete."""
        return msgspec.structs.replace(self._session.status, ready=self._ready)

    async def changed(self, version: int) -> Home:
        """Wait for a newer home."""
        while self.home.version <= version:
            await self._news.wait()
        return self.home

    async def ready(self) -> Home:
        """Wait until discovery is complete."""
        while not self._ready:
            await self._news.wait()
        return self.home

    async def request_refresh(self, entity_ids: Sequence[str] = ()) -> None:
        """Ask devices to say their state again."""
        self._asks.update(dict.fromkeys(self._registry.asks(entity_ids)))
        self._hurry.set()

    def learn(self, facts: Mapping[str, Fact]) -> None:
        """Replace all that the user told; see `device.home.facts`."""
        self._facts = facts
        self._apply(self._registry.apply_facts(facts, self._now()))
        self._wake()

    async def publish(self, messages: Sequence[Publish]) -> bool:
        """Send messages that are not commands (Hearth's own state); return False when there is no connection."""
        try:
            await self._session.publish(messages)
        except Disconnected:
            return False
        return True

    async def run(self) -> None:
        """Keep connection and home up until cancelled."""
        self._apply(self._registry.apply_facts(self._facts, self._now()))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._session.run(), name="home.session")
            group.create_task(self._keep_time(), name="home.time")

    # ----------------------------------------------------------------------------------------------------- commanding

    async def execute(self, commands: Sequence[Command]) -> tuple[Outcome, ...]:
        """Send all at once and wait for each device's own word."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._one(command), name=f"home.{command.entity_id}") for command in commands]
        return tuple(task.result() for task in tasks)

    async def _one(self, command: Command) -> Outcome:
        started = self._now()
        binding = self._registry.binding(command.entity_id)
        if binding is None:
            return Outcome(command, "impossible", sentence="I do not know that device.")
        try:
            prepared = prepare(binding, self.home, command)
        except CommandImpossible as reason:
            return Outcome(command, "impossible", sentence=str(reason))
        status = await self._send(prepared)
        inverse = prepared.inverse if status in {"confirmed", "sent", "timeout"} else None
        return Outcome(command, status, inverse=inverse, seconds=self._now() - started)

    async def _send(self, prepared: Prepared) -> str:
        entity_id = prepared.command.entity_id
        before = self.home.states.get(entity_id, UNKNOWN)
        useless = self._useless(prepared, before)
        if useless:
            return useless
        try:
            async with asyncio.timeout(prepared.deadline_s):
                await self._session.publish(prepared.publishes)
                if prepared.optimistic or not (prepared.expects.wanted or prepared.expects.progress):
                    return "sent"
                while self._session.connected and not self._obeyed(prepared, before):
                    await self.changed(self.home.version)
        except Disconnected:
            return "disconnected"
        except TimeoutError:
            return "timeout" if self.home.states.get(entity_id, UNKNOWN).available else "unavailable"
        return "confirmed" if self._session.connected else "disconnected"

    def _useless(self, prepared: Prepared, before: State) -> str:
        """Return the outcome of a command that must not be sent; empty where it must."""
        if not self._session.connected:
            return "disconnected"
        if not before.available and before is not UNKNOWN:
            return "unavailable"
        return "unchanged" if prepared.already and not self.home.stale else ""

    def _obeyed(self, prepared: Prepared, before: State) -> bool:
        now = self.home.states.get(prepared.command.entity_id, UNKNOWN)
        told = not prepared.already or now.at != before.at  # what was so before proves nothing until it is said again
        return told and prepared.expects.satisfied(before, now)

    # ------------------------------------------------------------------------------------------ what the session says

    def up(self) -> None:
        """Begin discovery, again."""
        now = self._now()
        self._ready = False
        self._complaints = 0
        self._unfrozen = FREEZE_EVERY
        self._quiet_since = now
        self._hurry.set()
        self._unseen = set(self._kept)
        self._apply(self._registry.connected(now))
        self._session.want(subscribe=(*self._registry.subscriptions, *self._registry.topics))
        if self._presence:
            self._session.want(subscribe=self._presence.topics, publish=self._presence.announcement())

    async def hear(self, topic: str, payload: bytes, retained: bool) -> None:
        """Give a message to presence or registry."""
        if retained:
            self._quiet_since = self._now()
        if self._presence and self._presence.owns(topic):
            self._session.want(publish=self._presence.hear(topic, payload, retained=retained))
            return
        if self._announcement.fullmatch(topic):
            self._remember(topic, payload, retained=retained)
        await self._think(self._registry.message(topic, payload, retained=retained, now=self._now()))
        self._spare_collector()

    def rest(self) -> None:
        """Tell those who wait for a newer home."""
        if self._told != self.home.version:
            self._told = self.home.version
            self._wake()

    def down(self) -> None:
        """Mark the home stale."""
        self._ready = False
        self._asks.clear()
        self._apply(self._registry.disconnected(self._now()))
        self._wake()

    # --------------------------------------------------------------------------------------------------------- inside

    async def _think(self, change: Change) -> None:
        """Do what the registry asks, and let others have their turn while it has more to do."""
        self._apply(change)
        while change.more:
            self.rest()
            await asyncio.sleep(0)
            change = self._registry.step(self._now())
            self._apply(change)
            self._spare_collector()

    def _spare_collector(self) -> None:
        """Keep Python's collector from walking a growing home: with 5,000 things one full walk holds the loop for 0.2 s.

        What discovery makes stays; frozen, it is not looked at again. Only what comes later is collected.
        """
        self._unfrozen += 1
        if self._unfrozen >= FREEZE_EVERY and not self._ready:
            self._unfrozen = 0
            gc.freeze()

    def _apply(self, change: Change) -> None:
        for problem in change.problems:
            self._complaints += 1
            log.log(logging.WARNING if self._complaints <= COMPLAINTS else logging.DEBUG, "%s", problem)
            if self._complaints == COMPLAINTS:
                log.warning("The broker holds more that makes no sense; the rest is told at log level DEBUG only.")
        if change.publish:
            self._asks.update(dict.fromkeys(change.publish))
            self._hurry.set()
        if change.subscribe or change.unsubscribe:
            self._session.want(change.subscribe, change.unsubscribe)

    def _remember(self, topic: str, payload: bytes, *, retained: bool) -> None:
        """Keep which announcements the broker keeps: one that is gone after a reconnect was removed while we were away."""
        self._unseen.discard(topic)
        if not payload:
            self._kept.discard(topic)
        elif retained:
            self._kept.add(topic)

    async def _keep_time(self) -> None:
        """End discovery after a quiet gap, forget what did not come back, let old values expire."""
        ready_at = ticked = self._now()
        while True:
            await self._pause()
            now = self._now()
            if not self._session.idle:
                self._quiet_since = now
            self._ask()
            if self._session.connected and not self._ready and now - self._quiet_since >= self._settings.settle_s:
                await self._think(self._registry.settled(now))
                self._ready, ready_at = True, now
                log.info("The home is known: %d things in %d rooms.", len(self.home.entities), len(self.home.rooms))
                self._wake()
            if self._ready and self._unseen and now - ready_at >= FORGET_S:
                gone, self._unseen = self._unseen, set()
                self._kept -= gone
                for topic in sorted(gone):
                    await self._think(self._registry.message(topic, b"", retained=False, now=now))
            if now - ticked >= REST_S - TICK_S:
                ticked = now
                await self._think(self._registry.tick(now))
            self.rest()

    async def _pause(self) -> None:
        """Wait a tick while there is something to do, a rest while there is not: each waking costs processor time."""
        self._hurry.clear()
        if self._session.connected and (self._asks or not self._ready):
            await asyncio.sleep(TICK_S)
        else:
            with suppress(TimeoutError):
                async with asyncio.timeout(REST_S):
                    await self._hurry.wait()

    def _ask(self) -> None:
        """Send some of the questions to devices, once their topics are subscribed; a radio mesh cannot take all at once."""
        if self._asks and self._session.connected and self._session.idle:
            some = list(self._asks)[:ASKS_PER_TICK]
            for ask in some:
                del self._asks[ask]
            self._session.want(publish=some)

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
