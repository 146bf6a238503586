"""The configuration: every mistake is named with its key, its line and what was meant."""

import re
from pathlib import Path

import pytest

from device.hearing.endpoint import Settings as EndpointSettings
from runtime import parts
from runtime.config import Config, inner, load, parse, structs
from runtime.config_example import documentation, example
from runtime.errors import ConfigError

MISTAKES = [
    # what is written -> what is said
    ('rom = "kitchen"', 'f.toml:1: rom: there is no such key; did you mean "room"?'),
    ("[wake]\ntreshold = 0.4", 'f.toml:2: wake.treshold: there is no such key; did you mean "wake.words.threshold"?'),
    ("threshold = 0.4", 'f.toml:1: threshold: there is no such key; did you mean "wake.words.threshold"?'),
    ("[mqt]\nport = 1", 'f.toml:1: mqt: there is no such key; did you mean "mqtt"?'),
    ("\n[mqtt]\n# port\nhots = 'x'", 'f.toml:4: mqtt.hots: there is no such key; did you mean "mqtt.host"?'),
    ("[mqtt]\nport = 'x'", "f.toml:2: mqtt.port: expected a whole number, got text in quotes."),
    ("[mqtt]\nport = 70000", "f.toml:2: mqtt.port: expected a whole number <= 65535."),
    ("mqtt = 3", "f.toml:1: mqtt: expected a table, got a whole number."),
    ("[privacy]\nkeep_words = 'no'", "f.toml:2: privacy.keep_words: expected true or false, got text in quotes."),
    ("[voice]\nengine = 'festival'", "f.toml:2: voice.engine: invalid enum value 'festival'."),
    ("[[wake.words]]\nthreshold = 0.4", 'f.toml:1: wake.words[0]: "name" is missing here.'),
    (
        "[[wake.words]]\nname = 'a'\nthreshold = 0.9",
        "f.toml:1: wake.words[0]: barge_in_threshold is lower than threshold",
    ),
    ("[[wake.words]]\nname = 'a'\nlevel = 0.9", "f.toml:3: wake.words[0].level: there is no such key; known here:"),
    ("room =", "f.toml: this is not TOML: "),
    ("[policy]\npin_code = '1234'", "f.toml:2: policy.pin_code: there is no such key"),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES, ids=[said.split(": ")[1] for _, said in MISTAKES])
def test_mistakes(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        parse(text, "f.toml")
    assert str(raised.value).startswith(said)


def test_all_unknown_keys_are_named_at_once() -> None:
    with pytest.raises(ConfigError) as raised:
        parse("[mqtt]\nhots = 'x'\nprot = 1\n[voice]\nsped = 1.0", "f.toml")
    assert [line.split(": ")[1] for line in str(raised.value).splitlines()] == ["mqtt.hots", "mqtt.prot", "voice.sped"]


def test_an_empty_file_is_the_defaults() -> None:
    assert parse("") == Config()


def test_the_example_changes_nothing_as_printed_nor_when_uncommented() -> None:
    assert parse(example()) == Config()
    uncommented = re.sub(r"^# (\w+ = |\[\[)", r"\1", example(), flags=re.MULTILINE)
    assert uncommented.count("=") > 30
    assert parse(uncommented) == Config()


def every_table(kind: type = Config) -> list[type]:
    return [kind, *(table for _, hint in structs(kind) if (room := inner(hint)) for table in every_table(room))]


@pytest.mark.parametrize("kind", every_table(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_key_is_documented_and_times_name_their_unit(kind: type) -> None:
    for name, hint in structs(kind):
        if inner(hint) is None:
            text = documentation(kind).get(name, "")
            assert text, f"{kind.__name__}.{name} has no documentation"
            if name.endswith("_s") and "_per_" not in name:
                assert "second" in text.lower() or "pause" in text.lower(), f"{kind.__name__}.{name}: in which unit?"


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "hearth.toml"
    with pytest.raises(ConfigError, match=r"There is no configuration file .*hearth config example"):
        load(file)
    file.write_text('room = "kitchen"')
    assert load(file).room == "kitchen"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not UTF-8 text"):
        load(file)
    with pytest.raises(ConfigError, match="Is a directory"):
        load(tmp_path)


def test_the_persons_own_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "hearth").mkdir()
    (tmp_path / "hearth/hearth.toml").write_text('room = "attic"')
    assert load().room == "attic"


def test_the_pin_comes_from_a_credential(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = parse('[policy]\npin_credential = "pin"')
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with pytest.raises(ConfigError, match="systemd passed no credentials"):
        config.pin()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with pytest.raises(ConfigError, match=r"pin cannot be read: No such file"):
        config.pin()
    (tmp_path / "pin").write_text("4711\n")
    pin = config.pin()
    assert pin is not None
    assert pin.matches("4711")
    assert not pin.matches("4712")


def test_what_the_rooms_are_built_with_is_what_was_set() -> None:
    config = parse(
        "[listen]\nsilence_s = 0.4\nspeech = 0.8\nmax_s = 5\nfollow_up_s = 9\n[rewrite]\nenabled = false\nbudget_s = 0.3\n"
        "[speech]\nclosed_confidence = 0.9"
    )
    endpoint = parts.endpoint(config)
    assert (endpoint.silence_s, endpoint.complete_silence_s, endpoint.max_s) == (0.4, 0.4, 5.0)
    assert endpoint.speech_off < endpoint.speech_on == 0.8
    assert parts.endpoint(config, follow_up=True).start_s == 9.0
    assert parts.rewriter(config, lambda *_: None) is None
    assert parts.endpoint(Config()) == EndpointSettings()
