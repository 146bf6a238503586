"""All the parts of one Hearth, joined: who hands what to whom. `runtime.app` runs what is here, `runtime.desk` serves it.

Knows every part by name and none from within.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from typing import Any

from device.engine import busy_seconds, return_memory
from device.errors import ModelError, StoreError
from device.home.facts import Facts
from device.home.live import LiveHome
from device.home.state import Home
from device.places import runtime_directory, state_directory
from device.sound import Microphone, Speaker
from device.sound.chime import Chime, chime
from runtime import parts
from runtime.config import Config
from runtime.control import News
from runtime.conversation import Conversation, Parts
from runtime.decide import report
from runtime.ear import Ear
from runtime.effects import Effects
from runtime.errands import Errands
from runtime.feedback.traces import StoreHealth, TraceStore
from runtime.health import Condition, Health
from runtime.listening import Listening
from runtime.memory import Memory
from runtime.mouth import Mouth
from runtime.naming import Vocabulary
from runtime.own import Own, OwnState
from runtime.recorder import Recorder
from runtime.reminders import Reminders
from runtime.ringing import Bell
from runtime.showing import Showing
from runtime.skills.report import spoken
from runtime.surroundings import floors, now, on_floors
from runtime.thinking import Thinking
from runtime.turn import Context, Event, Exchange, Reminder, Request, Trace

LOG = logging.getLogger("hearth")


class House:
    """One Hearth."""

    def __init__(self, config: Config, microphone: Microphone, speaker: Speaker, health: Health) -> None:
        """Load every model. Raises ModelError or ConfigError for what is vital and not there."""
        state = state_directory()
        self.config, self.health, self.microphone = config, health, microphone
        self.socket = runtime_directory() / "hearth.sock"
        self.news = News(lambda: {"doing": self.busy_with, "knows": self._knows})
        self.restart: Callable[[], None] = lambda: None
        self.finished: Callable[[Trace], None] = lambda _: None
        """Gets the trace of each turn."""
        self.busy_with = "starting"
        """starting | idle | listening | thinking | speaking."""
        self.idle = asyncio.Event()
        self._knows = 0
        self._deaf = False
        self._last_heard = ""
        self._pin = config.pin()
        self._floors = floors(config.floors)
        self.own = Own(state / "own.json", self._own_changed)
        self.memory = Memory(config.memory, state / "habits.json")
        self.traces = TraceStore(
            state / "traces.db", config.traces, keep_words=config.privacy.keep_words, changed=self._store_changed
        )
        self.recognizer = parts.recognizer(config)
        self.ear = Ear(
            microphone, parts.wake_word(config, self.own.state, self.without), beat=health.expect("microphone", 10.0)
        )
        self.mouth = Mouth(parts.voice(config), speaker)
        self.thinking = Thinking(parts.nlu(), parts.rewriter(config, self.without), budget_s=config.rewrite.budget_s)
        self.facts = Facts(state / "facts.json")
        self.presence = parts.presence(config) if config.mqtt.presence else None
        self.home = LiveHome(config.mqtt, self.facts.all, self.presence)
        self.showing = Showing(self.presence, self.home) if self.presence else None
        self.errands = Errands()
        self.vocabulary = Vocabulary(
            self.home, parts.teacher(config, self.recognizer, state / "vocabulary"), self._known
        )
        self.bell = Bell(self.ear, self.mouth, self.errands, self._do_now, self.idle)
        self.reminders = Reminders(
            state / "reminders.json", self.bell.due, now=now, clock=time.monotonic, changed=self._show_reminders
        )
        self.effects = Effects(
            self.own,
            self.memory,
            self.reminders,
            learn=self._learn,
            forget=self._forget,
            announce=self.bell.announce,
            hush=self.bell.hush,
        )
        self.conversation = Conversation(self._joined())
        self._own_changed(self.own.state)
        self._show_reminders(self.reminders.reminders)
        return_memory()

    def _joined(self) -> Parts:
        config = self.config
        return Parts(
            ear=self.ear,
            mouth=self.mouth,
            listen=Listening(
                self.ear,
                self.recognizer,
                parts.activity(),
                parts.endpoint(config),
                follow_up=parts.endpoint(config, follow_up=True),
                chime=self._chime if config.listen.chime else None,
            ),
            think=self.thinking,
            decide=parts.decider(config, self._pin, self.without),
            report=report(spoken),
            home=self.home,
            remember=self._remember,
            context=self._context,
            apply=self.effects.apply,
            new_record=self._record,
            keep=self._keep,
            now=now,
            changed=self.doing,
        )

    # ---- what others may ask

    def needed(self) -> Mapping[str, Coroutine[Any, Any, None]]:
        """Return what must run for a single turn, the ear apart."""
        return {"conversation": self.conversation.run(), "home": self.home.run(), "vocabulary": self.vocabulary.run()}

    def doing(self, what: str) -> None:
        """Tell what Hearth is doing: idle | listening | thinking | speaking."""
        (self.idle.set if what == "idle" else self.idle.clear)()
        if what == "listening":
            self.bell.hush()  # whoever rings is silent while somebody speaks
        if what != self.busy_with:
            self.busy_with = what
            self.news.tell({"doing": what})
            self._show_state()

    def without(self, part: str, error: ModelError) -> None:
        """Go on without an optional model, and say so."""
        LOG.warning("going on without %s: %s", part, error)
        self.health.report(part, Condition.DEGRADED, str(error))

    def hearing(self, *, well: bool) -> None:
        """Take note of whether there is a microphone that hears."""
        self._deaf = not well
        self._show(mic_ok=well)
        self._show_state()

    async def follow_names(self) -> None:
        """Index the names of the home whenever they change, before somebody says one."""
        home = self.home.home
        while True:
            await self.thinking.prepare(home)
            home = await self.home.changed(home.version)

    def close(self) -> None:
        """Let go of everything that holds a thread or a file."""
        self.traces.close()
        self.thinking.close()
        self.recognizer.close()
        self.mouth.voice.close()

    # ---- what the conversation is handed

    def _context(self, home: Home, heard: str) -> Context:
        loop = asyncio.get_running_loop()
        last, self._last_heard = self._last_heard, heard
        return self.memory.context(
            on_floors(home, self._floors),
            now(),
            loop.time(),
            room=self.config.room.lower() or None,
            reminders=self.reminders.reminders,
            volume=self.own.state.volume,
            protected=protected(home, self.config.policy.protected),
            pin=self._pin is not None,
            last_heard=last,
        )

    def _record(self) -> Recorder:
        return Recorder(now(), self.models(), self._told, busy_seconds)

    def models(self) -> Mapping[str, str]:
        """Return the name and version of every model that speaks in a turn."""
        return {
            **{f"recognize.{name}": version for name, version in self.recognizer.versions.items()},
            **parts.versions(),
            "speak": self.mouth.voice.name,
        }

    def _told(self, turn: str, event: Event) -> None:
        self.news.tell({"turn": turn, "event": event})
        if self.showing is not None:
            self.showing.step(event)

    def _keep(self, trace: Trace) -> None:
        self.finished(trace)
        self.traces.record(trace)
        self.news.tell({"turn": trace.id, "outcome": trace.outcome, "failed_stage": trace.failed_stage})
        if self.showing is not None:
            self.showing.turn(trace)

    def _remember(self, exchange: Exchange, moment: datetime) -> None:
        try:
            self.memory.remember(exchange, moment)
        except StoreError as error:
            self.health.report("memory", Condition.DEGRADED, str(error))

    async def _chime(self) -> Any:
        return await self.mouth.chime(chime(Chime.LISTENING))

    async def _do_now(self, request: Request) -> str:
        """Do what was put off until now."""
        return await self.conversation.perform(request, self._context(self.home.home, self._last_heard))

    def _learn(self, fact: str, entity: str, value: str) -> None:
        self.facts.tell(entity, room=value if fact == "room" else None, alias=value if fact == "name" else None)
        self.home.learn(self.facts.all)

    def _forget(self, entity: str) -> None:
        if entity:
            self.facts.forget(entity)
        else:
            self.facts.forget_all()
        self.home.learn(self.facts.all)

    def _own_changed(self, state: OwnState) -> None:
        self.ear.muted = state.muted
        self.mouth.speaker.volume = 0.0 if state.silenced else state.volume / 100 * self.config.speaker.volume
        self.news.tell({"muted": state.muted, "volume": state.volume})
        word = state.wake_word or parts.plain_name(self.config.wake.words[0].name) if self.config.wake.words else ""
        self._show(mute=state.muted, volume=state.volume, wake_sensitivity=state.sensitivity, wake_word=word)
        self._show_state()

    def _known(self, home: Home) -> None:
        self._knows = len(home.entities)
        self.news.tell({"knows": self._knows})

    def _show_state(self) -> None:
        quiet = "error" if self._deaf else "muted" if self.own.state.muted else "idle"
        self._show(state=quiet if self.busy_with in {"idle", "starting"} else self.busy_with)

    def _show_reminders(self, reminders: Sequence[Reminder]) -> None:
        if self.showing is not None:
            self.showing.reminders(reminders)

    def _show(self, **changes: object) -> None:
        if self.showing is not None:
            self.showing.show(**changes)

    def _store_changed(self, health: StoreHealth) -> None:
        # Called on the store's own thread.
        LOG.warning("%s", health.problem or "Traces are written again.")


def protected(home: Home, named: Sequence[str]) -> frozenset[str]:
    """Return the ids of the entities that a person protected, by id, name, or room and name."""
    wanted = {name.lower() for name in named}
    return frozenset(
        entity.id
        for entity in (home if wanted else ())
        if wanted & {entity.id, entity.name.lower(), f"{entity.room} {entity.name}".lower()}
    )
