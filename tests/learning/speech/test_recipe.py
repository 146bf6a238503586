"""The recipe of the speech model, in small: text, augmentation, network, export, and parity with the real Vosk."""

import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from device.hearing.vocabulary.pronunciation import PHONES  # noqa: E402
from learning.speech.augment import Surroundings, augment, change_speed  # noqa: E402
from learning.speech.corpus import Batches, Clip, labels, synthetic  # noqa: E402
from learning.speech.features import PRIOR_FRAMES, mfcc, normalise  # noqa: E402
from learning.speech.network import Network  # noqa: E402
from learning.speech.pseudo import Word, pieces  # noqa: E402
from learning.speech.text import clean, sentences  # noqa: E402
from learning.speech.train import edits, learning_rate  # noqa: E402

pytestmark = pytest.mark.learning


def hum(seconds: float = 1.0) -> np.ndarray:
    time = np.arange(int(16000 * seconds)) / 16000
    return (4000 * np.sin(2 * np.pi * 300 * time) * np.sin(3 * time)).astype(np.int16)


def test_text_is_the_same_for_the_same_seed_and_free_of_digits():
    one, other = list(sentences(50, 4, None)), list(sentences(50, 4, None))
    assert one == other
    assert all(clean(sentence) for sentence in one)


def test_a_sentence_with_digits_is_not_spoken():
    assert clean("wake me at 7") == []
    assert clean("What’s the time?") == ["what's", "the", "time"]


def test_labels_are_the_phones_from_one():
    assert labels("a b").tolist() == [PHONES.index(phone) + 1 for phone in ("AH", "B", "IY")]


def test_augmentation_is_repeatable_bounded_and_never_silent():
    around = Surroundings(np.zeros((0, 1), np.float16), [], [hum().astype(np.float32)])
    for seed in range(40):
        one = augment(hum(), np.random.default_rng(seed), around)
        other = augment(hum(), np.random.default_rng(seed), around)
        assert np.array_equal(one, other)
        assert 100 < np.abs(one).max() <= 32768
        assert np.isfinite(one).all()


def test_faster_is_shorter():
    assert len(change_speed(np.zeros(1000, np.float32), 1.25)) == 800


def test_normalisation_is_the_running_mean_with_a_prior():
    features = np.random.default_rng(0).normal(5, 1, (700, 40)).astype(np.float32)
    out = normalise(features, np.zeros(40))
    assert np.allclose(out[0], features[0] - features[0] / (1 + PRIOR_FRAMES), atol=1e-4)
    assert np.allclose(out[699], features[699] - features[100:700].mean(0), atol=1e-4)
    assert mfcc(np.zeros(100)).shape == (0, 40)


def test_features_are_those_of_kaldi():
    """Vosk computes Kaldi's; so does this package, one frame at a time."""
    fbank = pytest.importorskip("kaldi_native_fbank")
    options = fbank.MfccOptions()
    options.frame_opts.samp_freq, options.frame_opts.dither = 16000, 0.0
    options.mel_opts.num_bins, options.mel_opts.low_freq, options.mel_opts.high_freq = 40, 20, 7600
    options.num_ceps, options.use_energy = 40, False
    stream = fbank.OnlineMfcc(options)
    samples = hum() + np.random.default_rng(0).normal(0, 100, 16000).astype(np.float32)
    stream.accept_waveform(16000, samples.astype(np.float32))
    stream.input_finished()
    theirs = np.stack([stream.get_frame(number) for number in range(stream.num_frames_ready)])
    assert np.allclose(mfcc(samples), theirs, atol=2e-3)


def test_recordings_are_cut_at_pauses_and_doubtful_pieces_dropped():
    words = [
        Word("<s>", 0.0, 0.3, 1.0), Word("turn", 0.3, 0.6, 0.9), Word("on(2)", 0.6, 1.0, 0.7), Word("<sil>", 1.0, 1.05, 1.0),
        Word("now", 1.05, 1.3, 0.8), Word("<sil>", 1.3, 1.6, 1.0), Word("iran", 1.6, 2.6, 0.1), Word("</s>", 2.6, 2.9, 1.0),
    ]  # fmt: skip
    assert list(pieces(words, 0.4)) == [(0.3, 1.3, "turn on now", pytest.approx(0.8))]


def test_an_output_sees_its_context_and_no_more():
    network = Network(5, 16, 8).eval()
    one = torch.zeros(1, 300, 40)
    other = one.clone()
    other[0, 150] = 1.0
    changed = (network(one) != network(other)).any(2)[0].nonzero().flatten() * 3
    assert network(one).shape == (1, 100, 5)
    assert 0 < int((changed - 150).abs().max()) <= network.context


def test_a_batch_has_everything_a_clip_needs():
    clips = [Clip(hum(0.5 + number / 10), labels("lamp"), "lamp", "test") for number in range(6)]
    around = Surroundings(np.zeros((0, 1), np.float16), [], [])
    batches = Batches(clips, around, np.zeros(40, np.float32), 1, 5.0)
    assert {i for batch in batches.batches for i in batch} == set(range(6))
    assert len({len(batch) for batch in batches.batches}) == 1, "a short batch is filled up: few different shapes"
    features, frames, phones, sizes = batches[0]
    assert features.shape[1] % 64 == 0
    assert int(frames.max()) <= features.shape[1]
    assert int(sizes.sum()) == len(phones)


def test_the_rate_rises_and_falls():
    rates = [learning_rate(step, 1000, 1.0) for step in (0, 150, 300, 650, 1000)]
    assert rates[0] < rates[1] < rates[2] == pytest.approx(1.0)
    assert rates[2] > rates[3] > rates[4] == pytest.approx(0.02)


@pytest.mark.parametrize(("one", "other", "count"), [("", "abc", 3), ("abc", "abc", 0), ("kitten", "sitting", 3)])
def test_edits(one, other, count):
    assert edits(list(map(ord, one)), list(map(ord, other))) == count


@pytest.mark.slow
def test_train_export_and_hear_the_same_as_vosk(tmp_path: Path):
    """Two tiny epochs, resumed in between; what Vosk computes from the export is what PyTorch computes."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    rng = random.Random(1)
    said = [" ".join(rng.choices(["lamp", "on", "off"], k=2)) for _ in range(210)]
    np.savez(
        corpus / "shard-0000.npz",
        audio=np.concatenate([hum(0.6)] * len(said)),
        ends=np.cumsum([len(hum(0.6))] * len(said)),
        texts=json.dumps(said),
        voices=json.dumps(["test"] * len(said)),
    )
    assert len(synthetic(corpus)) == 210
    train = [sys.executable, "-m", "learning.speech.train", "--corpus", str(corpus), "--out", str(tmp_path / "run")]
    train += ["--epochs", "2", "--width", "16", "--bottleneck", "8", "--threads", "1", "--workers", "0"]
    for more in (["--stop-after", "1"], []):
        done = subprocess.run([*train, *more], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.strip().splitlines()[-1])["epoch"] == 2
    checkpoint = str(tmp_path / "run" / "checkpoint.pt")
    for step in (["export", "--out", str(tmp_path / "model")], ["parity", "--model", str(tmp_path / "model")]):
        done = subprocess.run(
            [sys.executable, "-m", f"learning.speech.{step[0]}", "--checkpoint", checkpoint, *step[1:]],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    assert "40 outputs" in done.stdout
