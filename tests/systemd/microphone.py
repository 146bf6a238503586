"""A room with a little noise, for a Hearth whose microphone is a pipe: 80 ms of 16 kHz mono every 80 ms, for ever."""

import random
import struct
import sys
import time
from pathlib import Path

SAMPLES = 1280


def main(path: str) -> None:
    dice = random.Random(1)
    block = b"".join(struct.pack("<h", dice.randint(-30, 30)) for _ in range(SAMPLES))
    with Path(path).open("r+b", buffering=0) as pipe:
        due = time.monotonic()
        while True:
            pipe.write(block)
            due += SAMPLES / 16000
            time.sleep(max(0.0, due - time.monotonic()))


if __name__ == "__main__":
    main(sys.argv[1])
