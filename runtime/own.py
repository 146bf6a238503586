"""What Hearth is set to, apart from its configuration: muted or not, how loud. It survives a restart."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from device import kept


class OwnState(msgspec.Struct, frozen=True):
    """What people change by voice, button or over MQTT."""

    muted: bool = False
    """The microphone is heard by nobody."""
    volume: float = 70.0
    """Percent."""
    silenced: bool = False
    """Hearth answers without a sound."""
    wake_word: str = ""
    """Name of the wake word that was chosen last; empty: those of the configuration."""
    sensitivity: float = 50.0
    """Percent; 50 is the configured threshold, more hears more and errs more."""


class Own:
    """Keeps Hearth's own state, on disk before it is believed."""

    def __init__(self, path: Path, changed: Callable[[OwnState], None] = lambda _: None) -> None:
        self._path = path
        self._changed = changed
        self.state = kept.load(path, OwnState) or OwnState()

    def set(self, **changes: object) -> None:
        """Change something. Raises StoreError when it cannot be kept; then nothing has changed."""
        state = msgspec.structs.replace(self.state, **changes)
        kept.save(self._path, state)
        self.state = state
        self._changed(state)
