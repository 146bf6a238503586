"""Make the demo's recordings: each line of the script spoken by a free synthesiser, with the wake word before it.

`python -m learning.recordings [--out runtime/demo/recordings]` needs Debian's flite and sox. Deterministic: the same
packages give the same bytes.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

from runtime.demo.script import SCRIPT, WAKE, Line

PAUSE_S = 0.15
"""Between the wake word and the command: people hardly stop there."""
TRIM = ("silence", "1", "0.01", "0.2%", "reverse", "silence", "1", "0.01", "0.2%", "reverse")
LEVEL = ("pad", "0", str(PAUSE_S), "gain", "-n", "-6")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("runtime/demo/recordings"), help="folder for the WAV files")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for line in SCRIPT:
        record(line, arguments.out / f"{line.name}.wav")
        print(f"{line.name}.wav  {WAKE + ', ' if line.wake else ''}{line.say}  (flite {line.voice})")


def record(line: Line, out: Path) -> None:
    """Speak one line into a 16 kHz mono WAV file."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for number, text in enumerate([WAKE, line.say] if line.wake else [line.say]):
            part = Path(folder, f"{number}.wav")
            subprocess.run(["flite", "-voice", line.voice, "-t", text, "-o", str(part)], check=True)
            trimmed = Path(folder, f"{number}t.wav")
            subprocess.run(
                ["sox", "-D", str(part), "-r", "16000", "-c", "1", "-b", "16", str(trimmed), *TRIM, *LEVEL],
                check=True,
            )
            parts.append(str(trimmed))
        subprocess.run(["sox", "-D", *parts, str(out)], check=True)


if __name__ == "__main__":
    main()
