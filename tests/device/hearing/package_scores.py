"""Print the openwakeword package's score for each frame of a recording: `package_scores.py SOUND.npy WORD`."""

import sys

import numpy as np
from openwakeword.model import Model

from device.hearing.embedding import wheel_models
from device.hearing.wake import locate
from device.sound.frames import FRAME

sound, word = np.load(sys.argv[1]), sys.argv[2]
path = str(locate(word, [wheel_models()]))
model = Model(wakeword_model_paths=[path])
for begin in range(0, len(sound) - FRAME + 1, FRAME):
    (score,) = model.predict(sound[begin : begin + FRAME]).values()
    print(float(score))
