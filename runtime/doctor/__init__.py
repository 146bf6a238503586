"""`hearth doctor`: what is wrong, and the command that mends it. Each examination is one function and one line in EXAMS.

Looks, listens for a second, and knocks at the broker; changes nothing. A running Hearth is asked how it is, because its
microphone is its own.
"""

from collections.abc import Callable, Iterator

from runtime.config import Config
from runtime.doctor.findings import Finding
from runtime.doctor.house import broker, running
from runtime.doctor.machine import clock, permissions
from runtime.doctor.sound import microphone, speaker
from runtime.doctor.stock import models, voice

EXAMS: tuple[Callable[[Config], Iterator[Finding]], ...] = (
    running, microphone, speaker, models, voice, broker, clock, permissions,
)  # fmt: skip
