"""Print the openwakeword package's scores for each frame of a recording: `package_scores.py SOUND.npy WORD...`."""

import json
import sys

import numpy as np
from openwakeword.model import Model

from device.hearing.embedding import wheel_models
from device.hearing.wake import locate
from device.sound.frames import FRAME

sound, words = np.load(sys.argv[1]), sys.argv[2:]
model = Model(wakeword_model_paths=[str(locate(word, [wheel_models()])) for word in words])
found: dict[str, list[float]] = {word: [] for word in words}
for begin in range(0, len(sound) - FRAME + 1, FRAME):
    scores = model.predict(sound[begin : begin + FRAME])
    for word in words:
        found[word] += [float(score) for name, score in scores.items() if name.startswith(word)]
print(json.dumps(found))
