"""Players put together from a volume, buttons and a switch of one device."""

from typing import Any

from tests.device.home.listening import House, said


def radio(**more: Any) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "power": {"p": "switch", "name": None, "cmd_t": "r/set", "stat_t": "r", "uniq_id": "r_power"},
        "volume": {
            "p": "number",
            "name": "Volume",
            "cmd_t": "r/vol/set",
            "stat_t": "r/vol",
            "min": 0,
            "max": 40,
            "uniq_id": "r_volume",
        },
        "play": {"p": "button", "name": "Play", "cmd_t": "r/do", "pl_prs": "play", "uniq_id": "r_play"},
        "pause": {"p": "button", "name": "Pause", "cmd_t": "r/do", "pl_prs": "pause", "uniq_id": "r_pause"},
        "next": {"p": "button", "name": "Next track", "cmd_t": "r/do", "pl_prs": "next", "uniq_id": "r_next"},
    } | more
    return {
        "dev": {"ids": ["radio1"], "name": "Radio", "sa": "Kitchen"},
        "o": {"name": "x"},
        "cmps": {key: part for key, part in parts.items() if part},
    }


PLAYER = "media_player.radio1"
TOPIC = "homeassistant/device/radio1/config"


def test_a_radio() -> None:
    """Plays, pauses, skips, and is as loud as it is told."""
    house = House()
    house.hear(TOPIC, radio())
    entity = house.entity(PLAYER)
    assert (entity.name, entity.room, set(entity.can)) == (
        "radio",
        "kitchen",
        {"on_off", "play_pause", "next", "volume"},
    )
    assert entity.device == house.entity("button.r_play").device
    house.hear("r", "ON")
    house.hear("r/vol", "10")
    assert said(house.state(PLAYER)) == {"value": "on", "volume": 25.0}
    assert house.sends("play", PLAYER) == [("r/do", "play")]
    assert house.sends("media_pause", PLAYER) == [("r/do", "pause")]
    assert house.sends("next", PLAYER) == [("r/do", "next")]
    assert house.sends("turn_off", PLAYER) == [("r/set", "OFF")]
    prepared = house.prepare("set", PLAYER, volume=50)
    assert [(one.topic, one.payload) for one in prepared.publishes] == [("r/vol/set", b"20")]
    assert prepared.inverse is not None
    assert dict(prepared.inverse.values) == {"volume": 25.0}
    assert not prepared.optimistic
    assert house.prepare("play", PLAYER).optimistic
    before = house.state(PLAYER)
    house.hear("r/vol", "20")
    assert prepared.expects.satisfied(before, house.state(PLAYER))
    assert house.state("number.r_volume").value == 20.0


def test_one_button_for_both() -> None:
    """Play and pause may share one."""
    house = House()
    toggle = {"p": "button", "name": "Radio Play/Pause", "cmd_t": "r/do", "pl_prs": "pp", "uniq_id": "r_pp"}
    house.hear(TOPIC, radio(play=None, pause=None, toggle=toggle))
    assert house.sends("play", PLAYER) == house.sends("media_pause", PLAYER) == [("r/do", "pp")]


def test_a_volume_alone_is_no_player() -> None:
    """Doorbells have one."""
    house = House()
    house.hear(TOPIC, radio(play=None, pause=None))
    assert PLAYER not in house.home.entities


def test_players_come_and_go_with_their_parts() -> None:
    """In whatever way the parts are announced."""
    house = House()
    config = radio()
    for key, part in config["cmps"].items():
        own = {name: value for name, value in part.items() if name != "p"} | {"dev": config["dev"]}
        house.hear(f"homeassistant/{part['p']}/{key}/config", own)
    assert set(house.entity(PLAYER).can) == {"on_off", "play_pause", "next", "volume"}
    house.hear("homeassistant/button/next/config", b"")
    assert "next" not in house.entity(PLAYER).can
    house.hear("homeassistant/button/play/config", b"")
    assert PLAYER in house.home.entities
    house.hear("homeassistant/button/pause/config", b"")
    assert PLAYER not in house.home.entities
    assert len(house.home.entities) == 2
    house.hear("homeassistant/number/volume/config", b"")
    house.hear("homeassistant/switch/power/config", b"")
    assert not house.subscribed
