"""Rooms to train in: impulse responses simulated with pyroomacoustics (image sources), near and far from the speaker.

python -m learning.speech.rooms --out work/speech/rooms.npy [--count 400]
"""

import argparse
from pathlib import Path

import numpy as np
import pyroomacoustics
from rich.progress import track

RATE = 16000
LENGTH = RATE // 2


def impulse_response(rng: np.random.Generator) -> np.ndarray:
    """One random shoebox room, microphone and mouth: (8000,) float32, the direct path at index 0 and of height about 1."""
    size = rng.uniform((2.2, 2.0, 2.3), (8.0, 6.0, 3.2))
    decay = float(rng.uniform(0.15, 0.8))
    try:
        absorption, order = pyroomacoustics.inverse_sabine(decay, size)
    except ValueError:  # no wall of this size can absorb that much
        absorption, order = 0.7, 8
    room = pyroomacoustics.ShoeBox(
        size, fs=RATE, materials=pyroomacoustics.Material(absorption), max_order=min(order, 14)
    )
    microphone = rng.uniform((0.3, 0.3, 0.6), size - np.array((0.3, 0.3, 0.8)))
    mouth = rng.uniform((0.3, 0.3, 1.0), np.minimum(size - 0.3, (9, 9, 1.9)))
    room.add_source(mouth)
    room.add_microphone(microphone)
    room.compute_rir()
    response = np.asarray(room.rir[0][0], np.float64)
    start = int(np.argmax(np.abs(response) > 0.5 * np.abs(response).max()))
    response = response[max(0, start - 20) :][:LENGTH]
    # Image sources stop at `order`: carry the tail on as decaying noise, which is what a real room's tail is.
    tail_from = int(min(len(response), 0.04 * RATE * min(order, 14) / 4))
    tail = rng.standard_normal(LENGTH) * 10 ** (-3 * np.arange(LENGTH) / (decay * RATE))
    level = np.sqrt(np.mean(response[max(0, tail_from - 400) : tail_from] ** 2) + 1e-12)
    out = np.zeros(LENGTH)
    out[: len(response)] = response
    out[tail_from:] += tail[tail_from:] * level / 10 ** (-3 * tail_from / (decay * RATE)) * 0.7
    return (out / np.abs(out).max()).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)
    responses = np.stack([impulse_response(rng) for _ in track(range(arguments.count), "rooms")])
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    np.save(arguments.out, responses.astype(np.float16))


if __name__ == "__main__":
    main()
