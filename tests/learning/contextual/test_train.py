"""The trainer runs, stops and goes on; what is trained can be exported and points where it should."""

import warnings

import pytest

torch = pytest.importorskip("torch")

from learning.contextual import features, model, train  # noqa: E402
from learning.contextual.dialogues import generate  # noqa: E402
from learning.contextual.recipe_reading import encode as read  # noqa: E402
from runtime.rewrite.contextual import Heard, _following  # noqa: E402

pytestmark = pytest.mark.learning


@pytest.fixture(autouse=True)
def one_thread():
    torch.set_num_threads(1)


def test_positions_after_agree_with_the_runtime():
    for example in generate("dev", 10):
        item = features.encode(example)
        heard = Heard(item.utterance, item.tags, item.passages, item.fused, item.pending)
        end = len(item.fused.words) + 1
        ours = [end if after < 0 else after + 1 for after in features.following(item, item.fused.utterance)]
        assert _following(heard, end)[1 : len(ours) + 1] == ours


def test_the_path_spells_the_target():
    for example in generate("dev", 20):
        item = features.encode(example)
        assert all(item.valid[step, at] for step, at in enumerate(item.path))


def test_padding_changes_nothing():
    torch.manual_seed(0)
    pointer = model.Pointer().eval()
    items = [features.encode(example) for example in generate("dev", 2)]
    with torch.no_grad():
        together, _ = pointer(features.collate(items))
        alone = torch.cat([pointer(features.collate([item]))[0] for item in items])
    assert torch.allclose(together, alone, atol=1e-4)


@pytest.mark.parametrize("kind", ["ours", "recipe"])
def test_a_few_steps_and_on_from_there(kind, tmp_path, capsys):
    torch.manual_seed(0)
    method = getattr(train, kind)()
    train.train(method, tmp_path / "x.pt", None, steps=2, batch=4, every=2, watched=8)
    train.train(method, tmp_path / "x.pt", None, steps=3, batch=4, every=2, watched=8)
    assert "from step 2" in capsys.readouterr().out
    assert torch.load(tmp_path / "x.pt", weights_only=True)["step"] == 3


def test_export_is_exact(tmp_path):
    from learning.contextual.export import write_parts

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert write_parts(model.Pointer(), tmp_path) < 1e-4


def test_the_recipe_numbers_entities():
    example = next(e for e in generate("dev", 50) if e.turns and any(e.turns[-1].entities))
    assert any(token.startswith("ENTITY") for token in read(example).tokens)
