"""Bundled models: every byte is compared before one is handed out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from device.errors import ModelBroken, ModelMissing
from device.models import bundled, find
from device.models.shelf import bundled_entry, forget_checks
from learning import export


@pytest.fixture
def models(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "nlu"
    (folder / "extra").mkdir(parents=True)
    (folder / "model.onnx").write_bytes(b"weights")
    (folder / "extra" / "labels.txt").write_text("a\nb\n")
    (folder / "card.md").write_text("# NLU")
    (folder / "model.json").write_text('{"name": "nlu", "version": "3", "kind": "nlu", "labels_hash": "abc"}')
    forget_checks()
    assert export.main(["--directory", str(tmp_path)]) == 0
    yield tmp_path
    forget_checks()


def test_a_whole_model_is_handed_out(models: Path) -> None:
    assert bundled("nlu", models) == models / "nlu"
    entry = bundled_entry("nlu", models)
    assert (entry.version, entry.about) == ("3", {"labels_hash": "abc"})
    assert set(entry.files) == {"model.onnx", "extra/labels.txt", "card.md", "model.json"}


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / "model.onnx").unlink(), "model.onnx is missing"),
        (lambda folder: (folder / "model.onnx").write_bytes(b"weigh"), "model.onnx has 5 bytes instead of 7"),
        (lambda folder: (folder / "model.onnx").write_bytes(b"weightz"), "model.onnx has other content than it should"),
        (lambda folder: (folder / "extra/labels.txt").write_text("b\na\n"), "extra/labels.txt has other content"),
    ],
)
def test_damage_is_refused_and_named(models: Path, damage: object, said: str) -> None:
    damage(models / "nlu")  # type: ignore[operator]
    with pytest.raises(ModelBroken, match=said):
        bundled("nlu", models)


def test_what_is_not_there(models: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"No model asr comes with Hearth \(there are: nlu\)"):
        bundled("asr", models)
    with pytest.raises(ModelMissing, match=r"python -m learning\.export"):
        bundled("nlu", tmp_path / "elsewhere")
    (models / "manifest.json").write_text("[]")
    forget_checks()
    with pytest.raises(ModelBroken, match="not a list of model files"):
        bundled("nlu", models)


def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    assert find(str(tmp_path)) == tmp_path
    with pytest.raises(ModelMissing, match="no model at"):
        find(str(tmp_path / "none"))


def test_the_manifest_is_checked(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--directory", str(models), "--check"]
    assert export.main(asked) == 0
    (models / "nlu/model.onnx").write_bytes(b"other")
    assert export.main(asked) == 1
    assert "out of date" in capsys.readouterr().out


def test_an_unfinished_model_is_named(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (models / "wake").mkdir()
    assert export.main(["--directory", str(models)]) == 1
    assert "wake: there is no model.json" in capsys.readouterr().err
    (models / "wake/model.json").write_text('{"name": "wakeword", "version": "1"}')
    (models / "wake/card.md").write_text("# x")
    assert export.main(["--directory", str(models)]) == 1
    assert "model.json calls it wakeword" in capsys.readouterr().err
