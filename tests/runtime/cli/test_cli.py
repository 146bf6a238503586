"""The commands as a person or a script calls them."""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from runtime.cli import main
from runtime.cli.main import parser
from runtime.config import Config, parse
from runtime.feedback.traces import TraceStore
from runtime.turn import Event, Trace


def every_command(top: argparse.ArgumentParser | None = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    below = [action for action in (top or parser())._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for name, command in action.choices.items():
            yield (*path, name)
            yield from every_command(command, (*path, name))


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, place in (("XDG_CONFIG_HOME", "config"), ("STATE_DIRECTORY", "state"), ("XDG_RUNTIME_DIR", "run")):
        monkeypatch.setenv(variable, str(tmp_path / place))
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    status = main([*words, "--json"])
    lines = capsys.readouterr().out.strip().splitlines()
    assert len(lines) == 1
    return status, json.loads(lines[0])


@pytest.mark.parametrize("command", sorted(every_command()), ids=" ".join)
def test_every_command_has_help_and_json(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert "--json" in text or "COMMAND" in text
    for action in parser()._actions:
        assert action.help or isinstance(action, argparse._SubParsersAction)


def test_the_commands_that_were_promised() -> None:
    promised = ["run", "demo", "say", "listen", "doctor", "trace", "uninstall-presence"]
    promised += [
        "config check",
        "config example",
        "models list",
        "models fetch",
        "models verify",
        "models path",
        "home simulate",
    ]
    assert {tuple(words.split()) for words in promised} <= set(every_command())


def test_a_command_without_a_subcommand_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["models"], ["dance"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 2
    assert "usage: hearth" in capsys.readouterr().err


def test_help_answers_without_loading_engines() -> None:
    code = "import sys; from runtime.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "print([name for name in ('numpy', 'onnxruntime', 'vosk', 'aiomqtt', 'rich') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.splitlines()[-1] == "[]"


def test_config_example_is_a_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "example"]) == 0
    assert parse(capsys.readouterr().out) == Config()


def test_config_check_names_the_key_and_exits_78(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "hearth.toml"
    file.write_text("[mqtt]\nhots = 'broker'\n")
    assert main(["config", "check", str(file)]) == 78
    assert capsys.readouterr().err == f'hearth: {file}:2: mqtt.hots: there is no such key; did you mean "mqtt.host"?\n'
    status, told = answer(capsys, "config", "check", str(file))
    assert (status, told["ok"], told["error"]) == (78, False, "config")
    file.write_text("[mqtt]\nhost = 'broker'\n")
    assert main(["config", "check", str(file)]) == 0
    assert "in order" in capsys.readouterr().out


def test_run_refuses_a_wrong_configuration_before_anything_starts(tmp_path: Path) -> None:
    file = tmp_path / "hearth.toml"
    file.write_text("romo = 'kitchen'\n")
    done = subprocess.run(
        [sys.executable, "-m", "runtime.cli", "run", "--config", str(file)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 78
    assert done.stderr.endswith(f'hearth: {file}:1: romo: there is no such key; did you mean "room"?\n')


def test_config_check_finds_a_promised_password_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "hearth.toml"
    file.write_text(f"[mqtt]\npassword_file = '{tmp_path}/none'\n")
    assert main(["config", "check", str(file)]) != 0
    assert "cannot be read" in capsys.readouterr().err


def test_credentials_are_the_services_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "hearth.toml"
    file.write_text("[mqtt]\npassword_credential = 'hearth_mqtt'\n[policy]\npin_credential = 'hearth_pin'\n")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert main(["config", "check", str(file)]) == 0
    assert "Credentials were not looked at" in capsys.readouterr().out
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert main(["config", "check", str(file)]) == 78
    assert "hearth_pin cannot be read" in capsys.readouterr().err


def test_trace_shows_each_stage_with_its_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace"]) == 0
    assert "No turn was recorded yet" in capsys.readouterr().out
    store = TraceStore(tmp_path / "state" / "traces.db")
    for number in range(3):
        events = (
            Event("recognize", 1.0, 0.25, {"text": "turn it on", "confidence": 0.5}),
            Event("resolve", 1.0, 0.001, {"why": ""}),
        )
        store.record(
            Trace(f"t{number}", datetime(2026, 11, 21, 12, number, tzinfo=UTC), events, {}, "failed", "resolve")
        )
    store.close()
    assert main(["trace", "--last", "2"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line.split()[2] for line in shown if not line.startswith(" ")] == ["t1", "t2"]
    assert "failed in resolve" in shown[0]
    assert '  recognize     250.0 ms  text="turn it on"  confidence=0.5' in shown
    status, told = answer(capsys, "trace", "--last", "9")
    assert status == 0
    assert [one["id"] for one in told["traces"]] == ["t2", "t1", "t0"]  # type: ignore[attr-defined]


def test_models_say_what_can_be_fetched_and_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = answer(capsys, "models", "list")
    assert status == 0
    assert {"vosk-small-en-us", "piper-kristin"} <= {model["name"] for model in told["models"]}  # type: ignore[attr-defined]
    status, told = answer(capsys, "models", "path", "piper-joe")
    assert (status, told["error"]) == (1, "model_missing")
    assert "hearth models fetch piper-joe" in str(told["message"])
    status, told = answer(capsys, "models", "fetch", "nonsense")
    assert (status, told["error"]) == (1, "model_missing")


def test_models_fetch_from_a_directory_then_verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = answer(
        capsys, "models", "fetch", "piper-joe", "--from", str(tmp_path), "--into", str(tmp_path / "store")
    )
    assert (status, told["error"]) == (1, "fetch_failed")
    assert "No such file" in str(told["message"])


def test_asking_when_nothing_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("device.places.SYSTEM_RUNTIME", Path("/nonexistent"))
    for command in ("stop", "status", "wake", "mute", "unmute"):
        status, told = answer(capsys, command)
        assert (status, told["error"]) == (1, "not_running")


def test_listening_to_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pytest.importorskip("runtime.app")
    assert main(["listen", str(tmp_path / "none.wav")]) == 1
    assert "There is no recording" in capsys.readouterr().err


def test_a_reader_that_has_enough_is_no_error() -> None:
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -m runtime.cli config example | true"],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.stderr == ""
