"""What the rest of Hearth sees of the home: its present value, and a way to command it.

`device.home.live` implements it over MQTT, `device.home.fake` from a script; one contract test covers both.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import msgspec

from device.home.state import Command, Home, Outcome


class LinkStatus(msgspec.Struct, frozen=True):
    """How the way to the home is."""

    connected: bool = False
    ready: bool = False
    """Connected, subscribed, and everything retained was read (a quiet gap passed)."""
    problem: str = ""
    """One sentence why not connected; empty when there is nothing to mend."""
    code: str = ""
    """Of the problem: refused | unreachable | login | certificate | tls | client_id | taken_over | lost | closed | protocol | secret."""
    since: float = 0.0
    """Monotonic seconds of the last change."""


class HomeLink(Protocol):
    """The home as it is, and as it should be."""

    @property
    def home(self) -> Home:
        """Return the newest version; stale while disconnected or still discovering."""

    @property
    def status(self) -> LinkStatus:
        """Return how the connection is."""

    async def run(self) -> None:
        """Keep the link up until cancelled; one task owns it."""

    async def execute(self, commands: Sequence[Command]) -> tuple[Outcome, ...]:
        """Send all at once and wait for each device's own word; one outcome per command, in order.

        Nothing a device or broker does makes it raise.
        """

    async def changed(self, version: int) -> Home:
        """Wait until the home is newer than `version`, and return it; intermediate versions are skipped."""

    async def ready(self) -> Home:
        """Wait until discovery is complete and return the home."""

    async def request_refresh(self, entity_ids: Sequence[str] = ()) -> None:
        """Ask devices (none named: all that can be asked) to say their state again; while disconnected, nothing."""


async def follow(link: HomeLink) -> AsyncIterator[Home]:
    """Yield the home now and after each change; a slow reader skips versions, never queues them."""
    home = link.home
    while True:
        yield home
        home = await link.changed(home.version)
