"""The child of bench.recognition: Vosk alone in a process, so that its memory and time are its own.

python -m bench.recognition_ears MODEL_FOLDER CLIPS.npz      prints one JSON object
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

CHUNK = 1280


def resident() -> float:
    """Megabytes this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    folder, file = sys.argv[1:3]
    clips = np.load(file)
    audio, ends = clips["audio"], clips["ends"]
    import vosk  # here, since what the interpreter and the clips take is not Vosk's

    before = resident()
    vosk.SetLogLevel(-1)
    model = vosk.Model(model_path=folder)
    texts, seconds, start = [], 0.0, 0
    for end in ends.tolist():
        ears = vosk.KaldiRecognizer(model, 16000)
        ears.SetWords(True)
        ears.SetMaxAlternatives(8)
        sound = audio[start:end]
        began = time.process_time()
        # Piece by piece, as a microphone gives it.
        pieces = (sound[at : at + CHUNK].tobytes() for at in range(0, len(sound), CHUNK))
        parts = [ears.Result() for piece in pieces if ears.AcceptWaveform(piece)]
        parts.append(ears.FinalResult())
        seconds += time.process_time() - began
        texts.append(" ".join(json.loads(part)["alternatives"][0]["text"].strip() for part in parts).strip())
        start = end
    print(json.dumps({"texts": texts, "seconds": seconds, "memory_mb": resident() - before}))


if __name__ == "__main__":
    main()
