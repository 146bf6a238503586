"""Going somewhere: to one place, to one of two, home."""

from learning.contextual.errand import Errand
from learning.contextual.trip_words import AFTER, BEFORE, CHOSEN, ELSEWHERE, KINDS, NAMED, ONE, TWO
from learning.contextual.trips import Spot, answered, clauses, dwelling, opening, spot


def trip(talk: Errand) -> None:
    """Go somewhere."""
    rng, kind = talk.rng, talk.rng.choice(list(KINDS))
    place = spot(rng, kind)
    talk.about(place)
    first = opening(rng, kind)
    reply, learned = rng.choice(ONE)
    if kind not in first and "{k}" not in reply:
        place.known.discard("kind")
    place.known |= set(learned.split())
    talk.say(first, first, reply.format(k=kind, n=place.name, m=place.miles, a=place.address, t=place.traffic), "alone")
    if "kind" in place.known and rng.random() < 0.12:
        said, meant = rng.choice(ELSEWHERE)
        other = spot(rng, kind)
        talk.about(other)
        other.known.add("name")
        talk.say(said.format(k=kind), meant.format(k=kind, d=place.called()), f"there is {other.name} too", "ellipsis")
        place = other
    follow(talk, place)


def visit(talk: Errand) -> None:
    """Go home, or to a friend."""
    place, asked, reply = dwelling(talk.rng)
    talk.about(place)
    talk.say(asked, asked, reply, "alone")
    follow(talk, place)


def follow(talk: Errand, place: Spot) -> None:
    """Talk on about one place."""
    for _ in range(talk.rng.choice([1, 2, 3, 4])):
        if talk.rng.random() < 0.24:
            talk.enough()
            continue
        if not place.known & {"kind", "name"}:
            return
        if place.name == place.kind:
            place.known.discard("name")
        said, meant, told = clauses(talk.rng, place)
        left = sorted({"miles", "address", "traffic"} - place.known)
        if not told and left and talk.rng.random() < 0.35:
            told = {talk.rng.choice(left)}  # told without having been asked for
        named = "locative" if "there" in said else "nominal" if " it" in said or "that" in said else "ellipsis"
        talk.say(said, meant, answered(talk.rng, place, sorted(told)), named)


def choice(talk: Errand) -> None:
    """Choose between two places."""
    rng, kind = talk.rng, talk.rng.choice(list(KINDS))
    first, second = spot(rng, kind), spot(rng, kind)
    for place in (first, second):
        talk.about(place)
        place.known.add("name")
    reply, far = rng.choice(TWO)
    if far:
        for place in (first, second):
            place.known.add("miles")
    asked = opening(rng, kind)
    if kind not in asked:
        asked = f"find me a {kind}"
    talk.say(asked, asked, reply.format(n=first.name, o=second.name, m=first.miles, p=second.miles), "alone")
    if rng.random() < 0.6:
        said, meant = rng.choice(CHOSEN)
        before, after = rng.choice(["", "", "", *BEFORE[:8]]), rng.choice(["", "", *AFTER])
        # How far they are is what is asked for.
        hidden = "miles" if "how far" in said else ""
        filled = meant.format(k=kind, x=first.called(hidden), y=second.called(hidden))
        talk.say(f"{before}{said}{after}", f"{before}{filled}{after}", f"{first.name} is closer", "nominal")
        follow(talk, first)
    else:
        place = rng.choice([first, second])
        said, meant = rng.choice(NAMED)
        filled = meant.format(d=place.called("address", "traffic"))
        talk.say(said.format(n=place.name), filled, rng.choice(["okay", "sure", f"{place.name} it is"]), "nominal")
        follow(talk, place)
