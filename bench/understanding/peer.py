"""hassil with Home Assistant's English intents, given the names of a home of ours: the peer that runs beside."""

from typing import Any

from device.home.state import Home
from runtime.nlu.lexicon import FLOORS

DOMAINS = {"device_tracker": "person"}


class Peer:
    """hassil, ready for one home."""

    def __init__(self, home: Home) -> None:
        from hassil import Intents, TextSlotList
        from home_assistant_intents import get_intents

        self.intents = Intents.from_dict(get_intents("en"))
        names = [
            (said, said, {"domain": DOMAINS.get(one.platform, one.platform)})
            for one in home
            for said in dict.fromkeys((one.name, *one.aliases))
        ]
        self.lists = {
            "name": TextSlotList.from_tuples(names, name="name"),
            "area": TextSlotList.from_strings(list(home.rooms) or ["kitchen"], name="area"),
            "floor": TextSlotList.from_strings(list(FLOORS), name="floor"),
        }

    def understand(self, text: str) -> tuple[str | None, dict[str, Any]]:
        """Return Home Assistant's intent and the words of its slots; (None, {}) when nothing matches."""
        from hassil import recognize_best

        found = recognize_best(
            text, self.intents, slot_lists=self.lists, language="en", best_metadata_key=None, best_slot_name="name"
        )
        if found is None:
            return None, {}
        return found.intent.name, {name: entity.text_clean or entity.value for name, entity in found.entities.items()}
