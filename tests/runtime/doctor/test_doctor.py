"""The doctor: each illness is found and has a remedy."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from device.errors import MicrophoneLost, ModelBroken, SoundUnavailable, SpeakerLost
from device.models.manifest import Entry, FileMark
from device.models.shelf import Found
from device.sound.portaudio import Device
from runtime.config import Config, parse
from runtime.doctor import house, machine, sound, stock
from runtime.doctor.examine import examine, report
from runtime.doctor.findings import Finding, Mark

MIC = Device(0, "USB Audio", 1, 0, default_input=True)


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.control.running", lambda: None)


def level(value: float | None) -> Callable[[Config], object]:
    async def listen(_: Config) -> float | None:
        return value

    return listen


@pytest.mark.parametrize(
    ("loudest", "mark", "says"),
    [
        (-40.0, Mark.WELL, "USB Audio (-40 dBFS)"),
        (-90.0, Mark.WRONG, "hears next to nothing"),
        (None, Mark.WRONG, "no sound at all"),
    ],
)
def test_microphone_levels(monkeypatch: pytest.MonkeyPatch, loudest: float | None, mark: Mark, says: str) -> None:
    monkeypatch.setattr(sound, "devices", lambda: (MIC,))
    monkeypatch.setattr(sound, "_listen", level(loudest))
    (finding,) = sound.microphone(Config())
    assert finding.mark is mark
    assert says in finding.says
    assert finding.mend or mark is Mark.WELL


@pytest.mark.parametrize(
    ("error", "mend"),
    [
        (MicrophoneLost("there is no microphone called 'x'; there is: none at all"), "arecord -l"),
        (SoundUnavailable("the PortAudio library is not installed"), "sudo apt-get install libportaudio2"),
    ],
)
def test_no_microphone(monkeypatch: pytest.MonkeyPatch, error: Exception, mend: str) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(sound, "devices", fail)
    for exam in (sound.microphone, sound.speaker):
        (finding,) = exam(Config())
        assert finding.mark is Mark.WRONG
        assert mend in finding.mend


def test_a_speaker_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "devices", lambda: (MIC,))
    (finding,) = sound.speaker(Config())
    assert finding.mark is Mark.WRONG
    monkeypatch.setattr(sound, "devices", lambda: (MIC, Device(1, "HiFiBerry", 0, 2)))
    (finding,) = sound.speaker(parse('[speaker]\ndevice = "hifi"'))
    assert (finding.mark, finding.says) == (Mark.WELL, "HiFiBerry")
    monkeypatch.setattr(sound, "devices", lambda: (MIC, Device(1, "HiFiBerry", 0, 2), Device(2, "HDMI", 0, 8)))
    (finding,) = sound.speaker(parse('[speaker]\ndevice = "hifi"'))
    assert finding.says == "HiFiBerry; there is also: HDMI"


def test_stand_ins_are_said_to_be_such() -> None:
    config = parse('[microphone]\ndevice = "pipe:/x"\n[speaker]\ndevice = "wav:/y"')
    for exam in (sound.microphone, sound.speaker):
        (finding,) = exam(config)
        assert finding.mark is Mark.NOTE


def voice_model(folder: Path, *, damaged: bool = False) -> Found:
    (folder / "voice.onnx").write_bytes(b"x")
    return Found(
        "piper-joe",
        "fetched",
        folder,
        Entry("1", {"voice.onnx": FileMark("0" * 64 if damaged else DIGEST, 1)}, "voice"),
    )


DIGEST = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


def test_models_whole_and_damaged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(stock, "find", lambda _: tmp_path)
    monkeypatch.setattr(stock, "shelf", lambda: [voice_model(tmp_path)])
    (finding,) = stock.models(Config())
    assert (finding.mark, finding.says) == (Mark.WELL, "1 of 1 are whole")
    monkeypatch.setattr(stock, "shelf", lambda: [voice_model(tmp_path, damaged=True)])
    first, *_ = stock.models(Config())
    assert (first.mark, first.mend) == (Mark.WRONG, "hearth models fetch piper-joe")

    def broken() -> Iterator[Found]:
        raise ModelBroken("manifest.json is not a list of model files")

    monkeypatch.setattr(stock, "shelf", broken)
    (finding,) = stock.models(Config())
    assert "not a list" in finding.says


def test_which_voice_speaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(stock, "shelf", lambda: [voice_model(tmp_path)])
    (finding,) = stock.voice(Config())
    assert (finding.mark, finding.says) == (Mark.WELL, "Piper, piper-joe")
    (finding,) = stock.voice(parse('[voice]\nengine = "espeak"'))
    assert (finding.mark, finding.mend) == (Mark.NOTE, "")
    monkeypatch.setattr(stock, "shelf", list)
    (finding,) = stock.voice(Config())
    assert (finding.mark, finding.mend) == (Mark.NOTE, "hearth models fetch piper-kristin")
    (finding,) = stock.voice(parse('[voice]\nengine = "piper"'))
    assert (finding.mark, finding.mend) == (Mark.WRONG, "hearth models fetch piper-kristin")
    monkeypatch.setattr("shutil.which", lambda _: None)
    (finding,) = stock.voice(Config())
    assert (finding.mark, finding.mend) == (Mark.WRONG, "sudo apt-get install espeak-ng")


def test_no_broker() -> None:
    (finding,) = house.broker(parse("[mqtt]\nhost = '127.0.0.1'\nport = 9"))
    assert finding.mark is Mark.WRONG
    assert "127.0.0.1:9" in finding.says


def test_a_broker_whose_password_only_the_service_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    (finding,) = house.broker(parse("[mqtt]\npassword_credential = 'hearth_mqtt'"))
    assert (finding.mark, finding.mend) == (Mark.NOTE, "systemctl status hearth")


def test_a_clock_that_was_never_set(monkeypatch: pytest.MonkeyPatch) -> None:
    (finding,) = machine.clock(Config())
    assert finding.well
    monkeypatch.setattr(machine, "BUILT", datetime(2999, 1, 1, tzinfo=UTC))
    (finding,) = machine.clock(Config())
    assert (finding.mark, finding.mend) == (Mark.WRONG, "sudo timedatectl set-ntp true")


def test_a_state_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "deep" / "state"))
    assert next(machine.permissions(Config())).mark is Mark.WELL
    monkeypatch.setattr("os.access", lambda *_: False)
    assert next(machine.permissions(Config())).mark is Mark.WRONG


def test_a_wrong_configuration_does_not_hide_the_rest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "hearth.toml"
    file.write_text("x = 1")
    monkeypatch.setattr("runtime.doctor.examine.EXAMS", (machine.clock,))
    first, second = examine(file)
    assert (first.part, first.mark, first.mend) == ("configuration", Mark.WRONG, "hearth config check")
    assert second.part == "clock"


def test_the_report_is_readable_and_encodes() -> None:
    findings = (Finding("clock", Mark.WELL, "set"), Finding("broker", Mark.WRONG, "gone", "start it"))
    assert report(findings).splitlines() == ["ok    clock   set", "BAD   broker  gone", "              -> start it"]
    assert b'"mark":"wrong"' in msgspec.json.encode(findings)
    assert SpeakerLost.code == "speaker_lost"
