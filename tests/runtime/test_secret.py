"""A secret shows itself to nobody who does not ask for it."""

import copy
import json
import logging
import pickle
import traceback
from pathlib import Path

import pytest

from runtime.errors import ConfigError
from runtime.secret import Secret, read_secret

WORD = "hunter2"


def test_no_way_of_printing_shows_it(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(WORD)
    logging.getLogger("x").warning("secret %s %r", secret, [secret])
    shown = [str(secret), repr(secret), f"{secret!s:>30}", f"{secret}", "%s" % secret, repr({"a": secret}), caplog.text]  # noqa: UP031
    try:
        raise ValueError(secret)  # noqa: TRY301
    except ValueError:
        shown.append(traceback.format_exc())
    assert not [text for text in shown if WORD in text]
    assert not hasattr(secret, "__dict__")


@pytest.mark.parametrize("leak", [json.dumps, pickle.dumps, copy.copy, copy.deepcopy])
def test_it_is_not_copied(leak: object) -> None:
    with pytest.raises(TypeError):
        leak(Secret(WORD))  # type: ignore[operator]


def test_places_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pw").write_text(f"{WORD}  \nsecond line\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("PW", "from the environment")

    def revealed(**places: str) -> str | None:
        secret = read_secret("mqtt.password", **places)
        return None if secret is None else secret.reveal()

    assert revealed(credential="pw", file="/nowhere", env="PW") == WORD
    assert revealed(file=str(tmp_path / "pw"), env="PW") == WORD
    assert revealed(env="PW") == "from the environment"
    assert revealed(env="NOT_SET") is None
    assert revealed() is None


def test_an_empty_or_missing_file_names_the_key(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(ConfigError, match=r"mqtt\.password: the first line of .* is empty"):
        read_secret("mqtt.password", file=str(tmp_path / "empty"))
    with pytest.raises(ConfigError, match=r"mqtt\.password: .* cannot be read: No such file"):
        read_secret("mqtt.password", file=str(tmp_path / "none"))
