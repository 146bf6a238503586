"""The ways a sentence leans on what came before, each with the sentence that stands alone. One function a kind."""

from collections.abc import Callable
from dataclasses import replace

from learning.contextual import more_phrases, phrases
from learning.contextual.acts import Act, Phrase, fresh_request, moved, pick, reworded, the, value_for
from learning.contextual.corrections import correction, repair, verb_repair
from learning.contextual.homes import PLURALS
from learning.contextual.scenes import Said, Scene, cleaned, pronoun_act, referred


def anaphora(scene: Scene) -> Said | None:
    """it, that, them."""
    base = scene.last()
    if base is None:
        return None
    if base.platform == "timer":
        verb, value = (
            scene.rng.choice(
                more_phrases.TIMER_VERBS + (more_phrases.MORE_TIMER_VERBS if scene.home.split == "train" else ())
            ),
            scene.rng.choice(["two minutes", "five minutes"]),
        )
        return Said(verb.format(p="it", v=value), verb.format(p=base.named, v=value), "anaphora", base)
    if base.phrase is None:
        return None
    several = len(base.things) > 1 or base.phrase.noun in PLURALS.values()
    pronoun = scene.rng.choice(["them", "them", "those"]) if several else scene.rng.choice(["it", "it", "it", "that"])
    base = referred(base)
    made = pronoun_act(scene, base, pronoun, base.named)
    if made is None:
        return None
    said, alone, act = made
    if several:
        said, alone = (text.replace("is them", "are they").replace("is those", "are those") for text in (said, alone))
    if scene.rng.random() < 0.06:
        more = str(fresh_request(scene.rng, scene.home))
        return Said(f"{said} and {more}", f"{alone} and {more}", "anaphora", act)
    return Said(said, alone, "anaphora", act)


def locative(scene: Scene) -> Said | None:
    """there, in there, in that room."""
    base = scene.last()
    room = base.where if base else ""
    if not room:
        return None
    rng, split = scene.rng, scene.home.split
    action = rng.choice(["value", "value", "on", "off", "open", "close", "ask", "ask", "ask_on"])
    wording = pick(rng, phrases.LOCATIVE[action], split)
    platform = {"open": "cover", "close": "cover", "value": rng.choice(["climate", "climate", "light", "fan"])}.get(
        action, rng.choice(["light", "fan"])
    )
    here = [t.name for t in scene.home.of(platform, room=room)] or [
        "heating" if platform == "climate" else platform if platform != "cover" else "blinds"
    ]
    noun = rng.choice([*here, PLURALS.get(platform, here[0])])
    value = value_for(rng, "set", platform)
    said = wording.format(np=f"the {noun}", value=value)
    word = rng.choice(phrases.SAME_ROOM) if rng.random() < 0.12 and "in there" in said else ""
    shown = said.replace("in there", f"in {word}") if word else said
    bare = cleaned(wording, "dock")
    alone = (
        bare.replace("in there", "{where}")
        .replace("there", "{where}")
        .format(np=f"the {noun}", value=value, where=f"in {the(room)}")
    )
    things = tuple(t for t in scene.home.of(platform, room=room) if t.name == noun or noun == PLURALS.get(platform))
    act: Act | None
    if action == "ask":
        act = Act(
            "ask_warm",
            bare.replace("(in there)", "").replace("in there", "in {room}").replace("there", "in {room}"),
            "room",
            None,
            "",
            "",
            room,
        )
    else:
        where = bare.replace("{np} in there", "{np}").replace("{np} there", "{np}")
        done = {"value": "set"}.get(action, action)
        act = (  # what the room does not hold cannot be referred to
            Act(done, where, platform, Phrase("in", noun, room), value, "", "", things)
            if where.count("there") == 0
            else None
        )
    return Said(shown, alone, "locative", act)


def nominal(scene: Scene) -> Said | None:
    """that one, that lamp, the kitchen one."""
    base, rng = scene.last(), scene.rng
    if base is None or base.phrase is None or base.platform in {"room", "timer"}:
        return None
    words = base.phrase.noun
    noun = base.things[0].name.split()[-1] if base.things else words
    if len(base.things) == 1:
        pronoun, base = (
            rng.choice(["that one", "this one", f"that {noun}", f"the same {noun}", "the same one", f"this {noun}"]),
            referred(base),
        )
    elif words.endswith("s"):
        pronoun = rng.choice([f"those {words}", f"these {words}", "both of them", "all of them"])
    else:
        pronoun = f"that {words}"
    if base.phrase is not None and rng.random() < 0.3 and not base.phrase.noun.endswith("s"):
        other = moved(rng, scene.home, base)
        if other is not None and other.phrase is not None and other.phrase.room:
            made = pronoun_act(scene, other, f"{the(other.phrase.room)} one", str(replace(other.phrase, form="first")))
            return made and Said(
                made[0], made[1], "nominal", replace(made[2], phrase=replace(other.phrase, form="first"))
            )
    made = pronoun_act(scene, base, pronoun, base.named)
    return made and Said(made[0], made[1], "nominal", made[2])


def older(scene: Scene) -> Said | None:
    """close it: something said before the last thing, known by what can be done with it, or by its room."""
    rng, last = scene.rng, scene.acts[-1] if scene.acts else None
    if last is None or last.phrase is None:
        return None
    fitting = {
        "cover": ["open", "close"],
        "lock": ["lock", "unlock"],
        "vacuum": ["dock"],
        "climate": ["more", "less"],
        "light": ["color"],
    }
    found = [act for act in scene.acts[:-1] if act is not None and len(act.things) == 1 and act.phrase is not None]
    others = [
        act
        for act in found
        if act.platform in fitting
        and act.platform != last.platform
        and not (last.platform == "light" and act.platform == "climate")
    ]
    here = [
        act
        for act in found
        if act.platform == last.platform
        and act.where != last.where
        and act.things[0].name.split()[-1] == last.phrase.noun.split()[-1]
    ]
    if here and (rng.random() < 0.5 or not others):
        base = referred(here[-1])
        made = pronoun_act(
            scene,
            base,
            rng.choice(
                [
                    f"{the(base.where)} one",
                    f"the one in {the(base.where)}",
                    f"the first {base.phrase.noun.split()[-1]}" if base.phrase else "that one",
                ]
            ),
            base.named,
        )
        return made and Said(made[0], made[1], "nominal", made[2])
    if not others:
        return None
    base = referred(others[-1])
    degree = {
        "more": rng.choice(phrases.MORE.get(base.platform, ["up"])),
        "less": rng.choice(phrases.LESS.get(base.platform, ["down"])),
    }
    action = rng.choice(fitting[base.platform])
    value = value_for(rng, action, base.platform)
    wording = pick(
        rng,
        tuple(w for w in phrases.PRONOUN[action] if "turn {p} up" not in w and "turn {p} down" not in w),
        scene.home.split,
    )
    plain = (
        cleaned(wording, action)
        .replace("{p}", "{np}")
        .replace("{more}", degree["more"])
        .replace("{less}", degree["less"])
    )
    act = replace(base, action=action, value=value, wording=plain)
    return Said(
        wording.format(p="it", value=value, **degree),
        cleaned(wording, action).format(p=base.named, value=value, **degree),
        "anaphora",
        act,
    )


def ellipsis_room(scene: Scene) -> Said | None:
    """and in the bedroom?"""
    base = scene.last()
    other = moved(scene.rng, scene.home, base) if base else None
    if other is None:
        return None
    room = other.room or (other.phrase.room if other.phrase else "")
    wording = pick(scene.rng, phrases.ELLIPSIS_ROOM, scene.home.split)
    if " one" in wording and (other.phrase is None or other.phrase.noun.endswith("s")):
        return None
    return Said(wording.format(room=the(room)), str(other), "ellipsis", other)


def ellipsis_thing(scene: Scene) -> Said | None:
    """and the fan?"""
    base, rng = scene.last(), scene.rng
    if base is None or base.phrase is None:
        return None
    other = reworded(rng, scene.home, base)
    if other is None or other.phrase is None:
        return None
    thing = other.things[0]
    if base.where == thing.room and rng.random() < 0.6 and base.phrase.form != "bare":
        alone = replace(other, phrase=replace(base.phrase, noun=thing.name, every=""))
        said = Phrase("bare", thing.name)
    else:
        alone, said = other, other.phrase
    return Said(pick(rng, phrases.ELLIPSIS_THING, scene.home.split).format(np=said), str(alone), "ellipsis", alone)


def ellipsis_value(scene: Scene) -> Said | None:
    """fifty percent instead."""
    base, rng = scene.last(), scene.rng
    if base is None or "{value}" not in base.wording:
        return None
    value = value_for(rng, base.action, base.platform)
    if base.platform == "timer" or value == base.value:
        return None
    other = replace(base, value=value)
    return Said(pick(rng, phrases.ELLIPSIS_VALUE, scene.home.split).format(value=value), str(other), "ellipsis", other)


def ellipsis_back(scene: Scene) -> Said | None:
    """and off again."""
    base, rng = scene.last(), scene.rng
    if base is None or base.action not in {"on", "off"} or base.phrase is None:
        return None
    was, way = base.action, {"on": "off", "off": "on"}[base.action]
    words = base.wording.split()
    if was not in words or {"shut", "kill", "power"} & set(words):
        return None
    other = replace(base, action=way, wording=" ".join(way if word == was else word for word in words))
    return Said(pick(rng, phrases.ELLIPSIS_BACK, scene.home.split).format(way=way), str(other), "ellipsis", other)


def ellipsis_degree(scene: Scene) -> Said | None:
    """brighter."""
    base, rng = scene.last(), scene.rng
    if base is None or base.platform not in phrases.MORE or base.phrase is None:
        return None
    action = rng.choice(["more", "less"])
    degree = rng.choice((phrases.MORE if action == "more" else phrases.LESS)[base.platform])
    said = pick(rng, phrases.ELLIPSIS_DEGREE, scene.home.split).format(degree=degree)
    amount = next(
        (
            a
            for a in (*more_phrases.AMOUNTS, "a bit", "a little", "slightly", "much", "even", "a lot", "a touch", "way")
            if said.startswith(a) or (scene.home.split == "train" and f" {a} {degree}" in said)
        ),
        "",
    )
    base = referred(base)
    full = f"{amount} {degree}".strip()
    return Said(
        said, f"make {base.named} {full}", "ellipsis", replace(base, action=action, wording=f"make {{np}} {full}")
    )


def ellipsis_quantity(scene: Scene) -> Said | None:
    """and the humidity?"""
    base, rng = scene.last(), scene.rng
    if base is None or base.action not in {"ask_warm", "ask_humid"}:
        return None
    if "temperature in" not in base.wording and "humidity in" not in base.wording:
        new = "humidity" if base.action == "ask_warm" else "temperature"
        said = pick(rng, phrases.ELLIPSIS_QUANTITY, scene.home.split).format(quantity=new)
        turned = replace(
            base, action="ask_humid" if new == "humidity" else "ask_warm", wording=f"what is the {new} in {{room}}"
        )
        return Said(said, str(turned), "ellipsis", turned)
    old, new = ("temperature", "humidity") if "temperature" in base.wording else ("humidity", "temperature")
    other = replace(
        base, action="ask_humid" if new == "humidity" else "ask_warm", wording=base.wording.replace(old, new)
    )
    return Said(
        pick(rng, phrases.ELLIPSIS_QUANTITY, scene.home.split).format(quantity=new), str(other), "ellipsis", other
    )


KINDS: tuple[tuple[float, Callable[[Scene], Said | None]], ...] = (
    (3.2, anaphora), (2.0, locative), (1.6, nominal), (3.0, ellipsis_room),
    (1.8, ellipsis_thing), (1.2, ellipsis_value), (1.0, ellipsis_back),
    (1.3, ellipsis_degree), (0.8, ellipsis_quantity), (2.2, correction), (1.6, repair), (0.5, verb_repair), (2.0, older),
)  # fmt: skip

HARDER: tuple[tuple[float, Callable[[Scene], Said | None]], ...] = tuple(
    (weight * {"older": 2.5, "nominal": 1.5, "anaphora": 1.3}.get(kind.__name__, 1.0), kind) for weight, kind in KINDS
)
"""What trains: more of what is hard."""
