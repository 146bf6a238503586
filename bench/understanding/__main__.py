"""`python -m bench.understanding [--json] [--data DIR] [--only a,b,...]`: is a sentence understood, and the right thing done?"""

import argparse
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.tables import finish, show
from bench.understanding import free_wording, hwu, ohf, pairs, scope, speed, wrong_device
from bench.understanding.scores import MODEL, nlu
from device.home.state import Home
from runtime.nlu.model import Nlu
from runtime.nlu.vocabulary import Vocabulary
from runtime.turn import Interpretation

PARTS: dict[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    "a": ("OHF tests", ohf.run), "b": ("HWU64 test fold", hwu.run), "cd": ("free paraphrases, clean and through noise", free_wording.run),
    "e": ("CLINC150 out of scope", scope.run), "f": ("minimal pairs", pairs.run), "g": ("wrong device, wider than asked", wrong_device.run),
    "h": ("latency and memory", speed.run),
}  # fmt: skip


@dataclasses.dataclass
class Settings:
    """What every part may use."""

    data: Path | None
    nlu: Nlu
    ranker: Any = None
    _names: tuple[Home | None, Vocabulary] = (None, Vocabulary())

    def understand(self, text: str, home: Home) -> Interpretation:
        """Return the first clause, with this home's names."""
        if home is not self._names[0]:
            self._names = (home, Vocabulary.of(home))
        return self.nlu.understand(text, self._names[1]).clauses[0]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.understanding", description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder of public data; parts that need it are skipped without")
    parser.add_argument("--model", type=Path, default=MODEL, help="another folder with nlu.onnx and model.json")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", default="", help="parts to run: a,b,cd,e,f,g,h")
    parser.add_argument("--failures", action="store_true", help="print what went wrong, sentence by sentence")
    options = parser.parse_args()
    settings = Settings(options.data, nlu(options.model), _ranker())
    figures: dict[str, Any] = {}
    for key in options.only.split(",") if options.only else PARTS:
        title, part = PARTS[key]
        figures[key] = part(settings)
        told = {name: value for name, value in figures[key].items() if name not in {"failures", "offences"}}
        show(f"({key}) {title}", ("what", "measured"), list(told.items()))
        if options.failures:
            print("\n".join(map(str, (*figures[key].get("failures", ()), *figures[key].get("offences", ())))))
        if not options.json:
            figures[key].pop("failures", None)
    finish(figures, as_json=options.json)


def _ranker() -> Any:
    from runtime.parts import ranker

    return ranker(lambda name, error: print(f"{name}: {error}"))


if __name__ == "__main__":
    main()
