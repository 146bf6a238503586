"""All the parts of one Hearth, joined: who hands what to whom. `runtime.app` runs what is here.

Knows every part by name and none from within.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from typing import Any

from device.engine import busy_seconds, return_memory
from device.home.facts import Facts
from device.home.live import LiveHome
from device.home.presence import PresenceRequest
from device.home.state import Home
from device.places import runtime_directory, state_directory
from device.sound import Microphone, Speaker
from device.sound.chime import Chime, chime
from runtime import parts
from runtime.config import Config
from runtime.control import Ask, News, Told
from runtime.conversation import Conversation, Parts
from runtime.decide import report
from runtime.ear import Call, Ear
from runtime.effects import Effects
from runtime.errands import Errands
from runtime.errors import StoreError
from runtime.feedback.traces import StoreHealth, TraceStore
from runtime.health import Condition, Health
from runtime.listening import Listening
from runtime.memory import Memory
from runtime.mouth import Mouth
from runtime.naming import Vocabulary
from runtime.own import Own, OwnState
from runtime.recorder import Recorder
from runtime.reminders import Reminders
from runtime.ringing import ring
from runtime.showing import Showing
from runtime.skills.report import spoken
from runtime.surroundings import floors, now, on_floors
from runtime.thinking import Thinking
from runtime.turn import Context, Event, Exchange, Reminder, Request, Trace

LOG = logging.getLogger("hearth")
RINGS = 3
RING_PAUSE_S = 3.0
"""Between two rings; somebody who says the wake word in between ends it."""


class House:
    """One Hearth."""

    def __init__(self, config: Config, microphone: Microphone, speaker: Speaker, health: Health) -> None:
        """Load every model. Raises ModelError or ConfigError for what is vital and not there."""
        state = state_directory()
        self.config, self.health, self.microphone = config, health, microphone
        self.socket = runtime_directory() / "hearth.sock"
        self.news = News(lambda: {"doing": self._doing, "knows": self._knows})
        self.restart: Callable[[], None] = lambda: None
        self._doing = "starting"
        self._knows = 0
        self._idle = asyncio.Event()
        self._last_heard = ""
        self._hushed = False
        self._finished: Callable[[Trace], None] = lambda _: None
        self._pin = config.pin()
        self._floors = floors(config.floors)
        self.own = Own(state / "own.json", self._own_changed)
        self.memory = Memory(config.memory, state / "habits.json")
        self.traces = TraceStore(
            state / "traces.db", config.traces, keep_words=config.privacy.keep_words, changed=self._store_changed
        )
        self.recognizer = parts.recognizer(config)
        self.ear = Ear(microphone, parts.wake_word(config, self.own.state), beat=health.expect("microphone", 10.0))
        self.mouth = Mouth(parts.voice(config), speaker)
        self.thinking = Thinking(parts.nlu(), parts.rewriter())
        self.facts = Facts(state / "facts.json")
        self.presence = parts.presence(config) if config.mqtt.presence else None
        self.home = LiveHome(config.mqtt, self.facts.all, self.presence)
        self.showing = Showing(self.presence, self.home, self._obey) if self.presence else None
        self.errands = Errands()
        self.vocabulary = Vocabulary(
            self.home, parts.teacher(config, self.recognizer, state / "vocabulary"), self._known
        )
        self.reminders = Reminders(state / "reminders.json", self._due, now=now, clock=time.monotonic)
        self.effects = Effects(
            self.own,
            self.memory,
            self.reminders,
            learn=self._learn,
            forget=self._forget,
            announce=self._announce,
            hush=self.hush,
        )
        self.conversation = Conversation(self._joined())
        self._own_changed(self.own.state)
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
            decide=parts.decider(config, self._pin),
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

    async def say(self, text: str) -> Told:
        """Take a turn with a typed sentence and return its reply and trace."""
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[tuple[str, Trace]] = loop.create_future()
        self.ear.call(Call("typed", loop.time(), text=text, answered=answered))
        reply, trace = await answered
        return {"reply": reply, "trace": trace}

    async def hear(self) -> Told:
        """Hear a recording to its end; return the last reply and the traces of all turns, oldest first."""
        if self.home.status.ready:
            await self.vocabulary.known.wait()
        traces: list[Trace] = []
        self._finished = traces.append
        await self.ear.run()
        await self._idle.wait()
        replies = [
            str(event.data.get("say", "")) for trace in traces for event in trace.events if event.stage == "confirm"
        ]
        return {"reply": replies[-1] if replies else "", "traces": traces}

    async def handle(self, ask: Ask) -> AsyncGenerator[Told]:
        """Answer one request from the control socket."""
        match ask.do:
            case "watch":
                async for told in self.news.follow():
                    yield told
            case "say":
                yield await self.say(ask.text)
            case "listen":
                self.listen()
                yield {"doing": "listening"}
            case "stop":
                self.hush()
                yield {"doing": self._doing}
            case "mute" | "unmute":
                self.own.set(muted=ask.do == "mute")
                yield {"muted": self.own.state.muted}
            case "status":
                yield self._status()

    def doing(self, what: str) -> None:
        """Tell what Hearth is doing: idle | listening | thinking | speaking."""
        (self._idle.set if what == "idle" else self._idle.clear)()
        if what != self._doing:
            self._doing = what
            self.news.tell({"doing": what})
            self._show(state="muted" if what == "idle" and self.own.state.muted else what)

    def listen(self) -> None:
        """Open the ear as if the wake word had been said."""
        self.ear.call(Call("button", asyncio.get_running_loop().time()))

    def hush(self) -> None:
        """Be quiet at once."""
        self._hushed = True
        self.mouth.hush()

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

    def _keep(self, trace: Trace) -> None:
        self._finished(trace)
        self.traces.record(trace)
        self.news.tell({"turn": trace.id, "outcome": trace.outcome, "failed_stage": trace.failed_stage})
        if trace.failed_stage and trace.outcome in {"failed", "declined"}:
            self._show(last_failure=f"{trace.failed_stage}: {trace.outcome}")

    def _remember(self, exchange: Exchange, moment: datetime) -> None:
        try:
            self.memory.remember(exchange, moment)
        except StoreError as error:
            self.health.report("memory", Condition.DEGRADED, str(error))

    async def _chime(self) -> Any:
        return await self.mouth.chime(chime(Chime.LISTENING))

    def _announce(self, text: str) -> None:
        self.errands.add(lambda: self._speak(text))

    async def _speak(self, text: str) -> None:
        with self.ear.speaking():
            await self.mouth.say(text)

    def _learn(self, fact: str, entity: str, value: str) -> None:
        self.facts.tell(entity, room=value if fact == "room" else None, alias=value if fact == "name" else None)
        self.home.learn(self.facts.all)

    def _forget(self, entity: str) -> None:
        if entity:
            self.facts.forget(entity)
        else:
            self.facts.forget_all()
        self.home.learn(self.facts.all)

    def _due(self, reminder: Reminder, late_s: float) -> None:
        """Something is due: a delayed request is done, everything else rings and is said."""
        self.errands.add(
            lambda: self._later(reminder.request) if reminder.request else self._ring(ring(reminder, late_s))
        )

    async def _later(self, request: Request) -> None:
        await self._speak(await self.conversation.perform(request, self._context(self.home.home, self._last_heard)))

    async def _ring(self, sentence: str) -> None:
        """Ring until somebody says stop, or it was said often enough."""
        self._hushed = False
        for _ in range(RINGS):
            with self.ear.speaking():
                await self.mouth.chime(chime(Chime.ALERT))
                await self.mouth.say(sentence)
            await asyncio.sleep(RING_PAUSE_S)
            if self._hushed or self._doing != "idle":
                break

    def _obey(self, request: PresenceRequest) -> None:
        """Do what was asked over MQTT."""
        match request.kind:
            case "mute":
                self.own.set(muted=bool(request.value))
            case "volume":
                self.own.set(volume=request.value)
            case "wake_sensitivity":
                self.own.set(sensitivity=request.value)
                self.ear.wake = parts.wake_word(self.config, self.own.state)
            case "wake_word":
                self.own.set(wake_word=request.value)
                self.ear.wake = parts.wake_word(self.config, self.own.state)
            case "listen":
                self.listen()
            case "stop":
                self.hush()
            case "restart":
                self.restart()
            case "announce":
                self._announce(str(request.value))

    def _own_changed(self, state: OwnState) -> None:
        self.ear.muted = state.muted
        self.mouth.speaker.volume = 0.0 if state.silenced else state.volume / 100 * self.config.speaker.volume
        self.news.tell({"muted": state.muted, "volume": state.volume})
        self._show(mute=state.muted, volume=state.volume, wake_sensitivity=state.sensitivity)

    def _known(self, home: Home) -> None:
        self._knows = len(home.entities)
        self.news.tell({"knows": self._knows})

    def _show(self, **changes: object) -> None:
        if self.showing is not None:
            self.showing.show(**changes)

    def _store_changed(self, health: StoreHealth) -> None:
        # Called on the store's own thread.
        LOG.warning("%s", health.problem or "Traces are written again.")

    def _status(self) -> Told:
        return {
            "doing": self._doing,
            "muted": self.own.state.muted,
            "volume": self.own.state.volume,
            "microphone": self.microphone.health,
            "home": {
                "status": self.home.status,
                "entities": len(self.home.home.entities),
                "version": self.home.home.version,
            },
            "parts": self.health.parts,
            "traces": self.traces.health,
            "models": self.models(),
        }


def protected(home: Home, named: Sequence[str]) -> frozenset[str]:
    """Return the ids of the entities that a person protected, by id, name, or room and name."""
    wanted = {name.lower() for name in named}
    return frozenset(
        entity.id
        for entity in (home if wanted else ())
        if wanted & {entity.id, entity.name.lower(), f"{entity.room} {entity.name}".lower()}
    )
