"""All the parts of one Hearth, joined: who hands what to whom. `runtime.app` runs what is here.

Knows every part by name and none from within.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any

from device.engine import busy_seconds, return_memory
from device.home.live import LiveHome
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
from runtime.skills.report import spoken
from runtime.thinking import Thinking
from runtime.turn import Context, Event, Exchange, Reminder, Trace

LOG = logging.getLogger("hearth")


class House:
    """One Hearth."""

    def __init__(self, config: Config, microphone: Microphone, speaker: Speaker, health: Health) -> None:
        """Load every model. Raises ModelError or ConfigError for what is vital and not there."""
        state = state_directory()
        self.config, self.health, self.microphone = config, health, microphone
        self.socket = runtime_directory() / "hearth.sock"
        self.news = News(lambda: {"doing": self._doing})
        self.restart: Callable[[], None] = lambda: None
        self._doing = "starting"
        self._last_heard = ""
        self._pin = config.pin()
        self.own = Own(state / "own.json", self._own_changed)
        self.memory = Memory(config.memory, state / "habits.json")
        self.traces = TraceStore(
            state / "traces.db", config.traces, keep_words=config.privacy.keep_words, changed=self._store_changed
        )
        self.recognizer = parts.recognizer(config)
        self.ear = Ear(microphone, parts.wake(config), beat=health.expect("microphone", 10.0))
        self.mouth = Mouth(parts.voice(config), speaker)
        self.thinking = Thinking(parts.nlu(), parts.rewriter())
        self.home = LiveHome(config.mqtt)
        self.vocabulary = Vocabulary(self.home, self.recognizer, state / "vocabulary", parts.speech_model(config))
        self.reminders = Reminders(state / "reminders.json", self._due)
        self.effects = Effects(self.own, self.memory, self.reminders, self.home, self._announce, self.hush)
        self.presence = None
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
        """Return what must run for a single turn."""
        return {"microphone": self.ear.run(), "conversation": self.conversation.run(), "home": self.home.run()}

    async def say(self, text: str) -> Told:
        """Take a turn with a typed sentence and return its reply and trace."""
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[tuple[str, Trace]] = loop.create_future()
        self.ear.call(Call("typed", loop.time(), text=text, answered=answered))
        reply, trace = await answered
        return {"reply": reply, "trace": trace}

    async def handle(self, ask: Ask) -> AsyncGenerator[Told]:
        """Answer one request from the control socket."""
        match ask.do:
            case "watch":
                async for told in self.news.follow():
                    yield told
            case "say":
                yield await self.say(ask.text)
            case "listen":
                self.ear.call(Call("button", asyncio.get_running_loop().time()))
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
        if what != self._doing:
            self._doing = what
            self.news.tell({"doing": what})

    def hush(self) -> None:
        """Be quiet at once."""
        self.mouth.hush()
        self.reminders.hush()

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
            home,
            now(),
            loop.time(),
            room=self.config.room.lower() or None,
            reminders=self.reminders.all(),
            volume=self.own.state.volume,
            protected=self.config.policy.protected,
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
        self.traces.record(trace)
        self.news.tell({"turn": trace.id, "outcome": trace.outcome, "failed_stage": trace.failed_stage})

    def _remember(self, exchange: Exchange, moment: datetime) -> None:
        try:
            self.memory.remember(exchange, moment)
        except StoreError as error:
            self.health.report("memory", Condition.DEGRADED, str(error))

    async def _chime(self) -> Any:
        return await self.mouth.chime(chime(Chime.LISTENING))

    async def _announce(self, text: str) -> None:
        with self.ear.speaking():
            await self.mouth.say(text)

    async def _due(self, reminder: Reminder) -> None:
        """Something is due: a delayed request is done, everything else rings and is said."""
        if reminder.request is not None:
            context = self._context(self.home.home, self._last_heard)
            said = await self.conversation.perform(reminder.request, context)
        else:
            await self.mouth.chime(chime(Chime.ALERT))
            said = parts.ring(reminder, now())
        await self._announce(said)

    def _own_changed(self, state: OwnState) -> None:
        self.ear.muted = state.muted
        self.mouth.speaker.volume = 0.0 if state.silenced else state.volume / 100 * self.config.speaker.volume
        self.news.tell({"muted": state.muted, "volume": state.volume})

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


def now() -> datetime:
    """Return the wall clock, aware of the local time zone."""
    return datetime.now().astimezone()
