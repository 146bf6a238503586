"""Taking back: the turn before, or what has just been said within the same sentence."""

from dataclasses import replace

from learning.contextual import phrases
from learning.contextual.acts import Act, fresh_request, moved, pick, reworded, the, value_for
from learning.contextual.scenes import Said, Scene


def _differences(scene: Scene, base: Act) -> list[tuple[str, str, Act]]:
    """Return (right words, wrong words, right act) for everything that can have been wrong in a request."""
    rng, found = scene.rng, []
    other = moved(rng, scene.home, base)
    if other is not None and base.where:
        room = other.room or (other.phrase.room if other.phrase else "")
        found.append((the(room), the(base.where), other))
        if other.phrase is not None and other.phrase.form == "in" and rng.random() < 0.5:
            found[-1] = (f"in {the(room)}", f"in {the(base.where)}", other)
    thing = reworded(rng, scene.home, base)
    if thing is not None:
        found.append((str(thing.phrase), str(base.phrase), thing))
    if "{value}" in base.wording and base.platform != "timer":
        value = value_for(rng, base.action, base.platform)
        if value != base.value:
            found.append((value, base.value, replace(base, value=value)))
    return found


def correction(scene: Scene) -> Said | None:
    """no, the bedroom: the turn before was wrong."""
    base, rng = scene.last(), scene.rng
    if base is None or scene.acts[-1] is None:
        return None
    found = _differences(scene, base)
    if not found:
        return None
    right, wrong, act = rng.choice(found)
    wording = pick(rng, phrases.REPAIR_AFTER, scene.home.split)
    return Said(wording.format(x=right, y=wrong), str(act), "correction", act)


def repair(scene: Scene) -> Said | None:
    """turn on the kitchen no wait the bedroom light: put right within one sentence."""
    rng, base = scene.rng, fresh_request(scene.rng, scene.home)
    marker = pick(rng, phrases.MARKERS, scene.home.split)
    found = _differences(scene, base)
    alone = str(base)
    if rng.random() < 0.2 or not found:
        start = str(fresh_request(rng, scene.home)).split()
        cut = start[: rng.randint(2, max(2, len(start)))]
        return Said(f"{' '.join(cut)} {marker} {alone}", alone, "repair", base)
    right, wrong, act = rng.choice(found)
    alone = str(act)
    if (
        base.phrase is not None
        and act.phrase is not None
        and base.phrase.form == "first" == act.phrase.form
        and base.phrase.noun == act.phrase.noun
        and rng.random() < 0.6
    ):
        half = alone.replace(str(act.phrase), f"{the(base.phrase.room)} {marker} {act.phrase}")
        return Said(half, alone, "repair", act)
    whole = str(base)
    if whole.endswith(wrong) or rng.random() < 0.35:
        return Said(f"{whole} {marker} {right}", alone, "repair", act)
    spot = whole.find(wrong)
    if spot < 0:
        return Said(f"{whole} {marker} {right}", alone, "repair", act)
    said = f"{whole[:spot]}{wrong} {marker} {right}{whole[spot + len(wrong) :]}"
    return Said(said, alone, "repair", act)


def verb_repair(scene: Scene) -> Said | None:
    """turn on, no, turn off the fan."""
    rng, base = scene.rng, fresh_request(scene.rng, scene.home)
    flip = {"on": "off", "off": "on", "open": "close", "close": "open"}.get(base.action)
    words = base.wording.split()
    if flip is None or base.action not in words:
        return None
    marker = pick(rng, phrases.MARKERS, scene.home.split)
    spot = words.index(base.action)
    right = [flip if word == base.action else word for word in words]
    act = replace(base, action=flip, wording=" ".join(right))
    if spot == len(words) - 1:
        return Said(f"{base} {marker} {flip}", str(act), "repair", act)
    head = " ".join(
        [*words[: spot + 1], marker, *(right[: spot + 1] if rng.random() < 0.5 else [flip]), *words[spot + 1 :]]
    )
    return Said(str(replace(base, wording=head)), str(act), "repair", act)
