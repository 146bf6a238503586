"""Turns under a clock that jumps: order, barge-in, follow-up, traces that survive cancellation."""

import asyncio
import dataclasses
from datetime import UTC, datetime

from device.errors import MicrophoneLost
from device.hearing import Detection
from device.home.state import Command, Entity, Home, Outcome, State
from device.sound import Played
from device.sound.files import WavMicrophone
from runtime.conversation import Conversation, Parts, judge
from runtime.decide import Decider, Decision, Step
from runtime.ear import Call, Ear
from runtime.memory import Memory, MemorySettings
from runtime.recorder import Recorder
from runtime.turn import Hypothesis, Interpretation, Question, Reply, Request, Rewrite, Understanding
from tests.support.clock import jump

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LAMP = (
    Home()
    .with_entity(Entity("light.lamp", "light", "lamp", can={"on_off": True}))
    .with_state("light.lamp", State("off"))
)


class Stage:
    """A scripted everything around a real conversation: the test's own room."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        self.said: list[str] = []
        self.traces = []
        self.executed: list[Command] = []
        self.speaking_s = 2.0
        self.home = LAMP
        self.ear = Ear(WavMicrophone(keep_open=True), self)
        self.voice = self
        self.name = "script"
        self.memory = Memory(MemorySettings())
        self.hushed = 0
        self.parts = Parts(
            ear=self.ear,
            mouth=self,
            listen=self.listen,
            think=self,
            decide=Decider(self.resolve, self.answer, lambda request, context: None, self.act),
            report=lambda decision, outcomes, context: " ".join(step.reply.say for step in decision.steps),
            home=self,
            remember=self.memory.remember,
            context=lambda home, heard: self.memory.context(home, NOW, asyncio.get_running_loop().time(), room=None),
            apply=lambda effect: None,
            new_record=lambda: Recorder(NOW, {}),
            keep=self.traces.append,
            now=lambda: NOW,
        )

    async def hear(self, frame, *, speaking=False):
        return None

    async def listen(self, call, record):
        await asyncio.sleep(1.0)
        return Hypothesis(self.sentences.pop(0))

    async def rewrite(self, heard, context):
        return Rewrite(heard.text)

    async def understand(self, text, heard, home):
        return Understanding(tuple(Interpretation(part, text=part) for part in text.split(" and ")))

    def resolve(self, interpretation, context):
        if interpretation.intent == "lamp":
            return Question("Which lamp?", "which", Request(interpretation))
        return Request(interpretation, ("light.lamp",))

    def answer(self, question, interpretation, text, context):
        return Request(question.request.interpretation, ("light.lamp",)) if "floor" in text else None

    def act(self, request, context):
        return Reply(f"did {request.intent}", (Command("light.lamp", "turn_on"),))

    async def execute(self, commands):
        await asyncio.sleep(0.1)
        self.executed += commands
        return tuple(Outcome(command, "confirmed") for command in commands)

    async def say(self, text, *, made, heard):
        heard(asyncio.get_running_loop().time())
        await asyncio.sleep(self.speaking_s)
        self.said.append(text)
        return Played(0.0, self.speaking_s)

    def hush(self):
        self.hushed += 1

    async def play(self, *calls: tuple[float, Call]):
        """Run the conversation, making each call at its second."""
        talk = asyncio.create_task(Conversation(self.parts).run(), name="conversation")
        began = asyncio.get_running_loop().time()
        for at, call in calls:
            await asyncio.sleep(began + at - asyncio.get_running_loop().time())
            self.ear.call(call)
        await asyncio.sleep(30)
        talk.cancel()
        await asyncio.wait({talk})


WAKE = Call("wake", 0.0, Detection("hey jarvis", 0.9, 0.0, 0.0))


def test_a_turn_goes_from_the_ear_to_the_home_to_the_mouth() -> None:
    stage = Stage(["on"])
    jump(stage.play((0, WAKE)))
    assert stage.said == ["did on"]
    assert [event.stage for event in stage.traces[0].events] == [
        "wake",
        "rewrite",
        "understand",
        "resolve",
        "act",
        "confirm",
        "speak",
    ]
    assert stage.traces[0].outcome == "done"


def test_two_clauses_are_done_together() -> None:
    stage = Stage(["on and off"])
    jump(stage.play((0, WAKE)))
    assert stage.said == ["did on did off"]
    assert len(stage.executed) == 2


def test_a_call_during_the_reply_cuts_it_off_and_is_heard() -> None:
    stage = Stage(["on", "off"])
    jump(stage.play((0, WAKE), (2.0, WAKE)))
    assert stage.said == ["did off"]
    assert [trace.outcome for trace in stage.traces] == ["done", "done"]
    assert stage.hushed == 2


def test_a_call_while_listening_starts_afresh_and_leaves_a_trace() -> None:
    stage = Stage(["on"])
    jump(stage.play((0, WAKE), (0.5, WAKE)))
    assert [(trace.outcome, trace.failed_stage) for trace in stage.traces] == [("cancelled", None), ("done", None)]
    assert stage.said == ["did on"]


def test_a_question_keeps_the_ear_open_and_its_answer_completes_the_request() -> None:
    stage = Stage(["lamp", "the floor lamp"])
    jump(stage.play((0, WAKE)))
    assert stage.said == ["Which lamp?", "did lamp"]
    assert [trace.outcome for trace in stage.traces] == ["asked", "done"]
    assert stage.memory.pending is None


def test_silence_ends_the_follow_up() -> None:
    stage = Stage(["lamp", ""])
    jump(stage.play((0, WAKE)))
    assert stage.said == ["Which lamp?"]
    assert stage.traces[-1].outcome == "nothing_heard"


def test_a_typed_sentence_is_answered_without_the_microphone() -> None:
    async def typed() -> str:
        stage = Stage([])
        talk = asyncio.create_task(Conversation(stage.parts).run(), name="conversation")
        answered = asyncio.get_running_loop().create_future()
        stage.ear.call(Call("typed", 0.0, text="on", answered=answered))
        reply, trace = await answered
        await asyncio.sleep(5)
        talk.cancel()
        await asyncio.wait({talk})
        assert trace.outcome == "done"
        assert not stage.said
        return reply

    assert jump(typed()) == "did on"


def test_judgement_names_the_stage_that_failed() -> None:
    lamp = Command("light.lamp", "turn_on")
    step = Decision((Step(Reply("x", (lamp,))),))
    assert judge(step, [Outcome(lamp, "confirmed")]) == ("done", None)
    assert judge(step, [Outcome(lamp, "timeout")]) == ("failed", "confirm")
    assert judge(step, [Outcome(lamp, "impossible")]) == ("failed", "act")
    assert judge(Decision((Step(Reply("sorry", failed="out_of_scope")),)), []) == ("declined", "understand")
    assert judge(Decision((Step(Reply("no such lamp", failed="unknown_device")),)), []) == ("failed", "resolve")


def test_a_microphone_lost_in_the_middle_of_a_sentence_is_said_and_the_next_turn_works() -> None:
    stage = Stage(["on"])
    heard = stage.listen

    async def listen(call, record):
        if call.kind == "wake":
            raise MicrophoneLost("USB gave no sound for 2 s")
        return await heard(call, record)

    stage.parts = dataclasses.replace(stage.parts, listen=listen)
    jump(stage.play((0, WAKE), (10, Call("button", 0.0))))
    assert stage.said == ["I cannot hear you: the microphone is gone.", "did on"]
    assert [(trace.outcome, trace.failed_stage) for trace in stage.traces] == [("failed", "endpoint"), ("done", None)]


def test_unknown_words_are_owned_up_to_and_silence_is_not_answered() -> None:
    stage = Stage([])

    async def listen(call, record):
        return Hypothesis("", unknown=call.kind == "wake")

    stage.parts = dataclasses.replace(stage.parts, listen=listen)
    jump(stage.play((0, WAKE), (10, Call("button", 0.0))))
    assert stage.said == ["Sorry, I did not understand that."]
    assert [trace.outcome for trace in stage.traces] == ["failed", "nothing_heard"]


def test_a_turn_that_is_dropped_ends_at_once_and_nothing_follows() -> None:
    stage = Stage(["lamp"])

    async def main() -> str:
        conversation = Conversation(stage.parts)
        talk = asyncio.create_task(conversation.run())
        conversation.drop()  # nothing to drop yet
        stage.ear.call(WAKE)
        await asyncio.sleep(1.5)  # it asks which lamp
        conversation.drop()
        await asyncio.sleep(10)
        talk.cancel()
        await asyncio.wait({talk})
        return stage.traces[0].outcome

    assert jump(main()) == "asked"
    assert len(stage.traces) == 1
    assert stage.said == []
