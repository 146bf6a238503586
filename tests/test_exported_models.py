"""What is shipped is what the manifest says, and nothing else is shipped."""

from pathlib import Path

import pytest

from device.models.manifest import MANIFEST, problems, read_manifest

MODELS = Path(__file__).parents[1] / "exported_models"
LISTED = read_manifest(MODELS / MANIFEST).models


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_bundled_model_is_whole_and_has_a_card(name: str) -> None:
    assert not list(problems(MODELS / name, LISTED[name]))
    assert "card.md" in LISTED[name].files


def test_every_folder_is_listed() -> None:
    folders = {path.name for path in MODELS.iterdir() if path.is_dir() and any(path.rglob("*.*"))}
    assert folders == set(LISTED), "run python -m learning.export"
