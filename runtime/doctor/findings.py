"""What an examination finds."""

from enum import StrEnum

import msgspec


class Mark(StrEnum):
    """How bad."""

    WELL = "well"
    NOTE = "note"
    """Hearth works, with less than it could have."""
    WRONG = "wrong"


class Finding(msgspec.Struct, frozen=True):
    """What one examination found."""

    part: str
    mark: Mark
    says: str
    mend: str = ""
    """The command that mends it, or one sentence when no command does."""

    @property
    def well(self) -> bool:
        """Whether Hearth can work so."""
        return self.mark is not Mark.WRONG
