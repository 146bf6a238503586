"""The intent catalogue, collected from the skills: what the NLU is trained to say."""

import importlib
import pkgutil

import runtime.skills
from runtime.nlu.labels import OUT_OF_SCOPE


def catalogue() -> dict[str, tuple[str, ...]]:
    """Return intent -> slots over every file of `runtime.skills` that declares INTENTS, out of scope included."""
    found: dict[str, tuple[str, ...]] = {OUT_OF_SCOPE: ()}
    for module in sorted(info.name for info in pkgutil.iter_modules(runtime.skills.__path__)):
        for intent in getattr(importlib.import_module(f"runtime.skills.{module}"), "INTENTS", ()):
            found[intent.name] = tuple(intent.slots)
    return dict(sorted(found.items()))
