"""One entity's configuration, as a Home Assistant discovery message describes it, with its values checked when read.

Zigbee2MQTT and Tasmota are translated into the same shape, so that each platform is written once.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from device.home.binding import BadPayload, Payload, Publish, Source, Update
from device.home.state import Scalar, State
from device.home.templates import Template, TemplateRefusedError

MAX_TOPIC = 1_000
MAX_WORDS = 300
"""Options, effects and modes that one entity may offer."""
ENCODINGS = frozenset(
    {"ascii", "latin-1", "latin1", "iso-8859-1", "iso-8859-15", "cp1252", "windows-1252", "utf-16", "utf-16-le"}
)
"""Encodings of payloads beside UTF-8."""
NONE = "None"
"""What a template writes for JSON `null`: the value is known to be unknown."""


class BadConfig(Exception):  # noqa: N818 - says what the configuration is
    """A configuration cannot be used; `str()` says why."""


def as_text(value: object) -> str:
    """Return a scalar of a configuration as text; booleans as templates would write them."""
    return value if isinstance(value, str) else str(value)


def as_number(text: str) -> float:
    """Return a finite number from a payload.

    Raises:
        BadPayload: it is none.

    """
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise BadPayload(f"{text[:40]!r} is not a number")
    return number


def valid_filter(topic: str) -> bool:
    """Say whether a topic filter may be subscribed to: well-formed, and not so wide that it would bring everything."""
    if not topic or len(topic) > MAX_TOPIC or "\0" in topic or topic.startswith("$"):
        return False
    levels = topic.split("/")
    plain = [level for level in levels if level not in {"+", "#"}]
    if any("+" in level or "#" in level for level in plain) or "#" in levels[:-1]:
        return False
    return any(plain) or not (set(levels) & {"+", "#"})


def valid_topic(topic: str) -> bool:
    """Say whether a message may be published to a topic."""
    return bool(topic) and len(topic) <= MAX_TOPIC and not (set(topic) & {"+", "#", "\0"}) and not topic.startswith("$")


class Config:
    """Typed reading of one entity's configuration."""

    __slots__ = ("data", "platform")

    def __init__(self, platform: str, data: Mapping[str, Any]) -> None:
        self.platform = platform
        self.data = data

    def has(self, *keys: str) -> bool:
        """Say whether any of the keys carries something."""
        return any(self.data.get(key) not in (None, "") for key in keys)

    def text(self, key: str, default: str = "") -> str:
        """Return a text; anything but a scalar counts as missing."""
        value = self.data.get(key)
        return as_text(value) if isinstance(value, (str, int, float)) else default

    def payload(self, key: str, default: str | None) -> str | None:
        """Return a payload's text; an explicit `null` says that there is none."""
        return self.text(key, default or "") if self.data.get(key, default) is not None else None

    def flag(self, key: str, default: bool = False) -> bool:
        """Return a yes or no."""
        value = self.data.get(key, default)
        if isinstance(value, str):
            return value.strip().lower() in {"true", "yes", "on", "1"}
        return bool(value)

    def number(self, key: str, default: float) -> float:
        """Return a finite number.

        Raises:
            BadConfig: there is something else.

        """
        value = self.data.get(key)
        if value is None:
            return default
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise BadConfig(f"`{key}` is not a number")
        return number

    def words(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.data.get(key)
        if value is None:
            return tuple(default)
        if not isinstance(value, list) or len(value) > MAX_WORDS:
            raise BadConfig(f"`{key}` is not a list of at most {MAX_WORDS} words")
        return tuple(dict.fromkeys(as_text(one) for one in value if isinstance(one, (str, int, float))))

    def topic(self, key: str) -> str | None:
        """Return a topic to publish to, or None where there is none.

        Raises:
            BadConfig: it cannot be published to.

        """
        value = self.data.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or not valid_topic(value):
            raise BadConfig(f"`{key}` is not a topic to publish to")
        return value

    def filters(self, key: str) -> tuple[str, ...]:
        """Return the topics to listen to; native translations may name several."""
        value = self.data.get(key)
        if value is None or value == "":
            return ()
        topics = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) and valid_filter(one) for one in topics) or len(topics) > 4:
            raise BadConfig(f"`{key}` is not a topic to listen to")
        return tuple(topics)

    def template(self, key: str) -> Template | None:
        """Return a template, or None where there is none.

        Raises:
            BadConfig: it is refused.

        """
        value = self.data.get(key)
        if value is None or value == "":
            return None
        try:
            return Template(as_text(value))
        except TemplateRefusedError as error:
            raise BadConfig(f"`{key}`: {error}") from error

    @property
    def retain(self) -> bool:
        """Return whether commands are retained."""
        return self.flag("retain")

    @property
    def qos(self) -> int:
        """Return the quality of service of commands."""
        return min(2, max(0, int(self.number("qos", 0))))

    @property
    def encoding(self) -> str:
        """Return how payloads are encoded; raw bytes are read as UTF-8, for all that is read is text."""
        name = self.text("encoding", "utf-8").lower().replace("_", "-")
        if name in {"", "utf8", "utf-8"}:
            return "utf-8"
        if name not in ENCODINGS:
            raise BadConfig(f"the encoding {name[:20]!r} is not supported")
        return name

    def sources(
        self,
        topic_key: str,
        template_key: str,
        read: Callable[[str, State], Update],
        tells: Sequence[str],
        *,
        needed: bool = False,
    ) -> list[Source]:
        """Return where a text comes from and how it is read. An empty text says nothing; a template comes first.

        Raises:
            BadConfig: topic or template cannot be used, or there is none where one is `needed`.

        """
        if needed and not self.has(topic_key):
            raise BadConfig(f"`{topic_key}` is missing")
        template = self.template(template_key)
        encoding = self.encoding

        def parse(payload: Payload, state: State) -> Update:
            if encoding != "utf-8":
                payload = Payload(payload.raw.decode(encoding, "replace").encode())
            text = (payload.text if template is None else template.read(payload)).strip()
            return read(text, state) if text else {}

        return [Source(topic, parse, frozenset(tells)) for topic in self.filters(topic_key)]

    def sender(self, topic_key: str, template_key: str = "") -> Callable[..., Publish]:
        """Return a function of a value (and further template variables) to the message that carries it.

        Raises:
            BadConfig: the topic or the template cannot be used.

        """
        topic = self.topic(topic_key)
        if topic is None:
            raise BadConfig(f"`{topic_key}` is missing")
        template = self.template(template_key) if template_key else None
        qos, retain = self.qos, self.retain

        def send(value: Scalar, **variables: Scalar) -> Publish:
            text = as_text(value) if template is None else template.write(value, variables)
            return Publish(topic, text.encode(), qos, retain)

        return send


def choose(table: Mapping[str, Scalar], key: str = "value") -> Callable[[str, State], Update]:
    """Return a reader that looks a payload up; `None` forgets the value, anything else is refused."""

    def read(text: str, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
        if text in table:
            return {key: table[text]}
        if text == NONE:
            return {key: None}
        raise BadPayload(f"{text[:40]!r} is none of {', '.join(table)}")

    return read


def measure(key: str, convert: Callable[[float], Scalar] = lambda number: number) -> Callable[[str, State], Update]:
    """Return a reader of one number."""

    def read(text: str, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
        return {key: None if text == NONE else convert(as_number(text))}

    return read


def tell(key: str, offered: Sequence[str] = ()) -> Callable[[str, State], Update]:
    """Return a reader of one word; of the offered ones, where any are."""

    def read(text: str, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
        if text == NONE:
            return {key: None}
        if offered and text not in offered:
            raise BadPayload(f"{text[:40]!r} is not offered")
        return {key: text}

    return read
