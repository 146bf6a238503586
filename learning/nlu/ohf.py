"""Home Assistant's English sentences (OHF-Voice/intents, CC BY 4.0) as templates of our language.

Only their `sentences` are read, never their tests. Timers are left to our own grammar: theirs spell units apart.
"""

import re
from pathlib import Path

from learning.nlu.grammar import Grammar, parse
from runtime.nlu.labels import OUT_OF_SCOPE

RULES = {
    "temp": "temp | temperature", "all": "{quantifier:all/all of the/all the/every/all my/each/all of my}",
    "everywhere": "{quantifier:everywhere} | in the {quantifier:house/whole house/apartment/entire home} | all over",
    "here": "{area:here/in here/this room/the room/my room/this area}", "home": "{quantifier:home/house/apartment/flat}",
    "in": "in | in | on | at | of | across | around | throughout", "is": "is | are | is there | are the", "the": "the | my | our",
    "what_is": "what's | whats | what is | tell me", "how_is": "how is | how's | hows", "where_is": "where's | wheres | where is",
    "which": "which | what | which of the | what of the", "any": "{quantifier:any/some/any of the}", "are_any": "{quantifier:any} | are {quantifier:any/any of the/any of my} | is {quantifier:any}",
    "are_all": "are {quantifier:all/all the/all of the/all my} | {quantifier:all} | is {quantifier:every}", "are": "is | are", "how_many": "how many | how many of the | how many of my",
    "lockable": "[the] {kind:lock/locks/door/doors/window/windows/gate/garage door/shutter}", "light": "{kind:light/lights/lighting/lamp/lamps}",
    "track": "song | track | item", "media": "{kind:music/movie/tv show/show/media/media player/song/track}", "close": "close | shut | lower | close up | shut down",
    "numeric_value_set": "set | change | turn | turn up | turn down | increase | decrease | make", "open": "open | raise | lift | open up", "set": "set | make | change | turn",
    "turn": "turn | switch | change | bring", "clean": "vacuum | clean",
}  # fmt: skip
SLOTS = {
    "area": "area", "floor": "floor", "brightness": "brightness", "temperature": "temperature", "color": "color", "position": "percent",
    "fan_speed": "percent", "percentage": "percent", "volume": "percent@volume", "volume_level": "percent@volume", "volume_step": "change:up/down/increase/decrease",
    "volume_step_up": "change@percent", "volume_step_down": "change@percent", "message": "message", "on_off_states": "state:on/off", "state": "state:on/off/open/closed",
    "lock_states": "state:locked/unlocked/securely locked", "cover_states": "state:open/closed/shut/opening/closing", "cover_classes": "kind@cover",
    "bs_open_states": "state:open/closed/shut", "bs_occupancy_states": "state:occupied/detected/empty/clear/on", "zone": "state:home/at home/away",
    "brightness_level": "brightness:max/maximum/highest/min/minimum/lowest", "color_temperature_names": "color@temperature",
    "color_temperature": "color:2700/3000/4000/6500/2700 kelvin/4500 kelvin", "search_query": "message@fact", "item": "message@thing", "shopping_list_item": "message@thing",
    "todo_list_item": "message@thing", "media_class": "option:artist/album/playlist/podcast/movie", "domain": "kind:lights/fans/switches", "device_class": "kind@cover",
}  # fmt: skip
GROUPS = {
    "HassLightSet": "light", "HassFanSetSpeed": "fan", "HassSetPosition": "cover", "HassClimateSetTemperature": "climate", "HassClimateGetTemperature": "climate",
    "HassVacuumStart": "cleaner", "HassVacuumReturnToBase": "cleaner", "HassVacuumCleanArea": "cleaner", "HassLawnMowerDock": "cleaner",
    "HassLawnMowerStartMowing": "cleaner", "HassMediaNext": "media", "HassMediaPause": "media", "HassMediaPlayerMute": "media", "HassMediaPlayerUnmute": "media",
    "HassMediaPrevious": "media", "HassMediaUnpause": "media", "HassSetVolume": "media", "HassSetVolumeRelative": "media",
}  # fmt: skip
INTENTS = {
    "HassTurnOn": "turn_on", "HassTurnOff": "turn_off", "HassSetPosition": "set_position", "HassFanSetSpeed": "set_fan_speed",
    "HassClimateSetTemperature": "set_temperature", "HassClimateGetTemperature": "ask_value", "HassGetCurrentTime": "ask_time", "HassGetCurrentDate": "ask_date",
    "HassMediaPause": "media_pause", "HassMediaUnpause": "media_play", "HassMediaNext": "media_next", "HassMediaPrevious": "media_previous",
    "HassMediaPlayerMute": "mute", "HassMediaPlayerUnmute": "unmute", "HassSetVolume": "set_volume", "HassSetVolumeRelative": "set_volume",
    "HassVacuumStart": "start", "HassVacuumCleanArea": "start", "HassVacuumReturnToBase": "return_home", "HassLawnMowerStartMowing": "start",
    "HassLawnMowerDock": "return_home", "HassNevermind": "stop", "HassBroadcast": "announce", "HassGetState": "ask_state", "HassGetWeather": OUT_OF_SCOPE,
    "HassListAddItem": OUT_OF_SCOPE, "HassListCompleteItem": OUT_OF_SCOPE, "HassListRemoveItem": OUT_OF_SCOPE, "HassMediaSearchAndPlay": OUT_OF_SCOPE,
    "HassShoppingListAddItem": OUT_OF_SCOPE, "HassShoppingListCompleteItem": OUT_OF_SCOPE,
}  # fmt: skip
VERBS = (
    ("unlock", "unlock"),
    (r"\bopen\b|\braise\b", "open"),
    (r"\bclose\b|\bshut\b(?! off)", "close"),
    (r"\block\b", "lock"),
    ("press|push", "press"),
)
DOMAINS = {"light": "light", "cover": "cover", "valve": "cover", "lock": "lock", "scene": "scene", "script": "scene", "button": "button", "fan": "fan",
           "person": "person", "sensor": "sensor", "binary_sensor": "sensor", "vacuum": "cleaner", "lawn_mower": "cleaner", "media_player": "media", "climate": "climate"}  # fmt: skip


def extend(grammar: Grammar, folder: Path) -> int:
    """Add the templates of `folder` (their `sentences/en`) to a grammar; return how many were readable."""
    import yaml  # type: ignore[import-untyped,unused-ignore]

    for name, body in RULES.items():
        grammar.rules[f"ohf_{name}"] = parse(_plain(body))
    count = 0
    for path in sorted(folder.glob("*/*.yaml")):
        if path.parent.name not in INTENTS and path.parent.name != "HassLightSet":
            continue
        for block in yaml.safe_load(path.read_text())["data"]:
            for sentence in block["sentences"]:
                template = _template(sentence, path, block)
                if template is not None:
                    intent = _intent(path.parent.name, path.stem, sentence, block)
                    grammar.sentences.setdefault(intent, []).append((template, parse(template)))
                    count += 1
    return count


def _intent(folder: str, stem: str, sentence: str, block: dict[str, object]) -> str:
    if folder == "HassLightSet":
        return "set_brightness" if "brightness" in stem else "set_color"
    if folder == "HassGetState":
        return {"name_where": "ask_where", "name_only": "ask_value"}.get(stem, "ask_state")
    if stem in {"name_scene", "name_script"}:
        return "activate"
    domains = str(block.get("name_domains", "")) + str(block.get("inferred_domain", ""))
    if folder in {"HassTurnOn", "HassTurnOff"}:
        for said, intent in VERBS:
            if re.search(said, sentence):
                return intent
        if "vacuum" in domains:
            return "start" if folder == "HassTurnOn" else "return_home"
    return INTENTS[folder]


def _template(sentence: str, path: Path, block: dict[str, object]) -> str | None:
    """Translate one of their templates; None when it uses what ours cannot say."""
    text = re.sub(r"\[\(\[ \]%\)\| percent\]", "", sentence)
    text = re.sub(r"(\w+)\[(e?s)\]", r"(\1|\1\2)", text)
    text = re.sub(r"\(([^();]+);([^();]+)\)", r"(\1 \2|\2 \1)", text)
    if ";" in text or re.search(r"\w\[|\]\w", text) or "%" in text:
        return None
    domains = block.get("name_domains") or []
    group = next((DOMAINS[one] for one in domains if one in DOMAINS), None) if isinstance(domains, list) else None
    group = (
        group
        or GROUPS.get(path.parent.name)
        or (
            "person"
            if path.stem in {"name_where", "name_zone"}
            else "sensor"
            if path.stem == "name_only" and path.parent.name == "HassGetState"
            else None
        )
    )

    def slot(found: re.Match[str]) -> str:
        theirs = found[1].partition(":")[0]
        if theirs == "name":
            return "{name@" + group + "}" if group else "{name}"
        return "{" + SLOTS[theirs] + "}" if theirs in SLOTS else "{?}"

    text = re.sub(r"\{([^}]+)\}", slot, text)
    if "{?}" in text:
        return None
    text = re.sub(r"<(\w+)>", lambda found: f"<ohf_{found[1]}>", text)
    return None if any(name not in RULES for name in re.findall(r"<ohf_(\w+)>", text)) else text.lower()


def _plain(body: str) -> str:
    return re.sub(r"<(\w+)>", r"<ohf_\1>", body)
