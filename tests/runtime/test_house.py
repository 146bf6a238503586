"""The whole of a Hearth with models that are missing or damaged: what is vital ends it with a command, the rest it does without."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from device.models import shelf
from runtime import app
from runtime.cli.main import main

MODELS = shelf.bundled_directory()
CONFIG = '[mqtt]\nhost = "127.0.0.1"\nport = 9\npresence = false\n[voice]\nengine = "espeak"\n'


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of our own with all the models that come with Hearth; returns their folder."""
    models = tmp_path / "exported_models"
    models.mkdir()
    for each in MODELS.iterdir():
        (models / each.name).symlink_to(each)
    monkeypatch.setattr(shelf, "bundled_directory", lambda: models)
    monkeypatch.setattr(app, "HOME_WITHIN_S", 0.05)
    for name in ("STATE_DIRECTORY", "RUNTIME_DIRECTORY"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    (tmp_path / "hearth.toml").write_text(CONFIG)
    shelf.forget_checks()
    yield models
    shelf.forget_checks()


def damage(model: Path) -> None:
    """Change one byte in the middle of a model's largest file."""
    whole = model.resolve()
    model.unlink()
    shutil.copytree(whole, model)
    largest = max((path for path in model.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 0xFF
    largest.write_bytes(content)


def say(machine: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    config = str(machine.parent / "hearth.toml")
    status = main(["say", "--alone", "--json", "--config", config, "what time is it"])
    return status, json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.parametrize("name", ["speech", "nlu"])
@pytest.mark.parametrize("harm", [damage, Path.unlink])
def test_without_a_vital_model_it_ends_and_says_what_to_do(machine: Path, capsys, name: str, harm: Any) -> None:
    harm(machine / name)
    status, told = say(machine, capsys)
    assert status == 1
    assert told["error"] in {"model_broken", "model_missing"}
    assert f"model {name} " in told["message"]
    assert "scripts/install" in told["message"]


def test_a_speech_model_that_was_never_fetched_names_the_command(machine: Path, capsys) -> None:
    with (machine.parent / "hearth.toml").open("a") as file:
        file.write('[speech]\nmodel = "vosk-small-en"\n')
    status, told = say(machine, capsys)
    assert (status, told["error"]) == (1, "model_missing")
    assert "hearth models" in told["message"]


@pytest.mark.parametrize("harm", [damage, Path.unlink])
def test_without_optional_models_it_answers_and_says_what_is_missing(machine: Path, capsys, caplog, harm: Any) -> None:
    for name in ("contextual", "ranker", "wake"):
        harm(machine / name)
    status, told = say(machine, capsys)
    assert status == 0
    assert "o'clock" in told["reply"] or ":" in told["reply"] or "It is" in told["reply"]
    said = [record.getMessage() for record in caplog.records if "going on without" in record.getMessage()]
    assert [line.split(":")[0].removeprefix("going on without ") for line in said] == ["wake", "rewrite", "ranker"]
    assert all("scripts/install" in line for line in said)
