"""The features the network sees, exactly as Vosk computes them: 40 cepstra, then Kaldi's online mean normalisation.

Normalising over the last six seconds (with the training mean standing in for what was not heard yet) takes a microphone's steady
colour away. Vosk does this when the model folder has `am/global_cmvn.stats`; its constants are Kaldi's defaults.
"""

import kaldi_native_fbank
import numpy as np

CEPS = 40
WINDOW = 600
PRIOR_FRAMES = 200


def mfcc(samples: np.ndarray) -> np.ndarray:
    """Samples at 16 kHz on the int16 scale, (n,) -> (frames, 40) float32, 25 ms windows every 10 ms, whole windows only."""
    options = kaldi_native_fbank.MfccOptions()
    options.frame_opts.samp_freq = 16000
    options.frame_opts.dither = 0.0
    options.frame_opts.snip_edges = True
    options.mel_opts.num_bins = CEPS
    options.mel_opts.low_freq = 20
    options.mel_opts.high_freq = 7600
    options.num_ceps = CEPS
    options.use_energy = False
    stream = kaldi_native_fbank.OnlineMfcc(options)
    stream.accept_waveform(16000, np.ascontiguousarray(samples, np.float32))
    stream.input_finished()
    count = stream.num_frames_ready
    if count == 0:
        return np.zeros((0, CEPS), np.float32)
    return np.stack([stream.get_frame(i) for i in range(count)]).astype(np.float32)


def normalise(features: np.ndarray, prior_mean: np.ndarray) -> np.ndarray:
    """Kaldi's OnlineCmvn with its defaults: subtract the mean of the last 600 frames, smoothed by 200 frames of `prior_mean`."""
    count = len(features)
    total = np.cumsum(features, 0, dtype=np.float64)
    total[WINDOW:] -= total[:-WINDOW].copy() if count > WINDOW else 0
    seen = np.minimum(np.arange(1, count + 1), WINDOW)[:, None]
    prior = np.minimum(PRIOR_FRAMES, WINDOW - seen)
    mean = (total + prior * prior_mean) / (seen + prior)
    return (features - mean).astype(np.float32)
