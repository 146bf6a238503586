"""Words for slots: {slot@group} in a template becomes something a person would say there, in one home."""

import random
from collections.abc import Callable

from learning.nlu.homes import LOOKS, OPTIONS, PEOPLE, MadeHome, invented
from runtime.nlu import lexicon

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
WEEK = "monday tuesday wednesday thursday friday saturday sunday".split()
KINDS = {
    "light": ["light", "lights", "lights", "lights", "lamp", "lamps", "bulbs", "spotlights", "lighting", "leds"],
    "power": ["plug", "plugs", "switch", "switches", "outlet", "socket", "sockets", "outlets"],
    "fan": ["fan", "fans", "fan", "ventilation", "ventilator"],
    "cover": ["blinds", "blind", "curtains", "shutters", "shades", "curtain", "shutter", "garage door", "garage", "gate", "awning", "drapes", "covers", "window", "windows", "valve", "door"],
    "opening": ["window", "windows", "door", "doors", "garage door", "garage", "front door", "blinds", "curtains", "gate", "shutters", "skylight"],
    "climate": ["thermostat", "heating", "radiator", "radiators", "air conditioning", "ac", "heater", "air conditioner", "thermostats", "heat"],
    "lock": ["door", "doors", "lock", "locks", "front door", "deadbolt"],
    "media": ["tv", "radio", "music", "speaker", "speakers", "stereo", "television"],
    "cleaner": ["vacuum", "robot", "vacuum cleaner", "robot vacuum", "hoover", "lawn mower", "mower", "roomba"],
    "device": ["devices", "things", "appliances", "electronics"],
}  # fmt: skip
EVERY_KIND = sorted({kind for kinds in KINDS.values() for kind in kinds})
STATES = {"power": ["on", "on", "off", "on", "switched on", "turned off", "turned on", "out"],
          "opening": ["open", "open", "closed", "shut", "open", "opened"]}  # fmt: skip
QUANTITIES = {
    "sensor": ["temperature", "temperature", "humidity", "temp", "brightness", "battery level", "air quality", "co2 level", "pressure", "power consumption", "carbon dioxide level", "light level", "energy consumption", "battery", "noise level", "soil moisture", "moisture", "voltage"],
    "how": ["warm", "hot", "cold", "humid", "bright", "warm", "dark", "damp", "cool", "loud"],
}  # fmt: skip
MESSAGES = (
    "call mom|take out the trash|water the plants|buy milk|feed the cat|take my medicine|pick up the kids|check the oven|do the laundry|pay the rent|walk the dog|"
    "go to bed|turn the roast|send the letter|call the dentist|bring the umbrella|lock the door|empty the dishwasher|book the tickets|charge the car|drink water|"
    "turn off the sprinkler|move the car|leave for work|start dinner|prepare the meeting|ring grandma|iron my shirt|get the parcel|check the mail"
).split("|")
ANNOUNCEMENTS = (
    "dinner is ready|it's time to go|the food is on the table|we are leaving in five minutes|it's bedtime|lunch is ready|the taxi is here|somebody is at the door|"
    "the movie is starting|come downstairs|i am home|breakfast is served|please clean up|the washing is done|time for school|turn the music down|the guests are here"
).split("|")
LABELS = {
    "timer": "pasta|pizza|egg|tea|laundry|oven|rice|cake|workout|bread|chicken|potato|coffee|nap|cookies|meeting|homework|soup|steak|break".split(
        "|"
    ),
    "alarm": "work|morning|school|gym|weekend|meeting|medicine|church|swimming|early|flight|baby".split("|"),
}


def below(rng: random.Random, number: int) -> str:
    """Say a number below a hundred, in words or sometimes in digits."""
    if rng.random() < 0.15:
        return str(number)
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f" {ONES[number % 10]}" if number % 10 else "")


class Filler:
    """Fills slots in one home."""

    def __init__(self, made: MadeHome, rng: random.Random) -> None:
        self.made, self.rng = made, rng

    def __call__(self, slot: str, group: str | None) -> str:
        return getattr(self, f"_{slot}")(group)

    def _one(self, *options: str | Callable[[], str]) -> str:
        option = self.rng.choice(options)
        return option if isinstance(option, str) else option()

    def _name(self, group: str | None) -> str:
        rng, by_group = self.rng, self.made.by_group
        known = by_group.get(group, ()) if group else [phrase for phrases in by_group.values() for phrase in phrases]
        if known and rng.random() < 0.85:
            return rng.choice(known)
        kind = rng.choice(KINDS.get(group or "light", ["thing"]))
        # A name this home does not know: misheard, or new.
        return rng.choice([f"{rng.choice(LOOKS)} {kind}", f"{invented(rng)} {kind}", f"{rng.choice(PEOPLE)}'s {kind}"])

    def _area(self, _: str | None) -> str:
        return self.rng.choice(self.made.rooms) if self.rng.random() < 0.75 else self.rng.choice(lexicon.ROOMS)

    def _floor(self, _: str | None) -> str:
        return self.rng.choice(lexicon.FLOORS)

    def _kind(self, group: str | None) -> str:
        return self.rng.choice(KINDS.get(group or "", EVERY_KIND))

    def _except(self, _: str | None) -> str:
        the = self.rng.choice(["the ", "the ", ""])
        return the + self._one(
            lambda: self._name(None), lambda: self._area(None), lambda: f"{self._area(None)} {self._kind('light')}"
        )

    def _brightness(self, _: str | None) -> str:
        unit = self.rng.choice([" percent", " percent", " percent", "", " per cent"])
        return self._one(
            lambda: self._number(100) + unit,
            lambda: self._number(100) + unit,
            "half",
            "maximum",
            "full",
            "minimum",
            "a hundred percent",
            "full brightness",
            "three quarters",
            "a quarter",
        )

    def _percent(self, group: str | None) -> str:
        rng = self.rng
        if group == "volume":
            return self._one(
                lambda: self._number(100) + rng.choice([" percent", " percent", ""]),
                lambda: below(rng, rng.randint(1, 10)),
                "maximum",
                "half",
                "minimum",
                "full",
            )
        return self._one(
            lambda: self._number(100) + rng.choice([" percent", " percent", " percent", ""]),
            "half",
            "halfway",
            "a third",
            "a quarter",
            "fifty percent",
            "half open",
            "a hundred percent",
        )

    def _number(self, top: int) -> str:
        value = self.rng.choice([self.rng.randint(1, 20) * 5, self.rng.randint(1, top)])
        return self.rng.choice(["one hundred", "a hundred", "100"]) if value >= 100 else below(self.rng, value)

    def _level(self, _: str | None) -> str:
        return self._one(
            "low",
            "medium",
            "high",
            "full speed",
            "maximum",
            "minimum",
            "level two",
            "speed three",
            "high speed",
            "low speed",
            "speed one",
        )

    def _temperature(self, group: str | None) -> str:
        rng = self.rng
        if group == "oven":
            hundreds = rng.choice(["one", "two", "one hundred", "two hundred", "one hundred and", "two hundred and"])
            said = f"{hundreds} {below(rng, rng.choice([20, 40, 50, 60, 75, 80]))}"
            return rng.choice([said, said, "two hundred"]) + rng.choice([" degrees", "", " degrees celsius"])
        number = below(rng, rng.randint(5, 30)) if rng.random() < 0.8 else below(rng, rng.randint(50, 85))
        if rng.random() < 0.12:
            number += rng.choice([" point five", " and a half"])
        unit = rng.choice(
            [" degrees", " degrees", " degrees celsius", " degrees fahrenheit"]
            if group == "degrees"
            else [" degrees", " degrees", "", "", " degrees celsius", " degrees fahrenheit"]
        )
        return number + unit

    def _change(self, group: str | None) -> str:
        number = below(self.rng, self.rng.choice([1, 2, 3, 5, 10, 15, 20, 25, 30]))
        if group == "degrees":
            return self._one(
                f"{below(self.rng, self.rng.randint(1, 6))} degrees",
                "one degree",
                "a degree",
                "two degrees",
                "a couple of degrees",
            )
        if group in {"percent", "brightness"}:
            return self._one(f"{number} percent", f"{number} percent", number)
        return self._one("up", "down")

    def _color(self, group: str | None) -> str:
        if group == "temperature":
            return self._one(
                "warm white",
                "cool white",
                "daylight",
                "warm light",
                "cold white",
                "soft white",
                "2700 kelvin",
                "three thousand kelvin",
                "four thousand kelvin",
                "candlelight",
            )
        plain = [color for color in lexicon.COLORS if "light" not in color]
        return self.rng.choice(plain) if group == "plain" or self.rng.random() < 0.8 else self._color("temperature")

    def _mode(self, group: str | None) -> str:
        if group == "climate":
            return self._one(
                "heat",
                "cool",
                "auto",
                "off",
                "eco",
                "heating",
                "cooling",
                "dry",
                "fan only",
                "away",
                "home",
                "comfort",
                "automatic",
                "boost",
                "sleep",
            )
        if group in {"fan", "humidifier"}:
            return self._one("auto", "sleep", "eco", "boost", "normal", "quiet", "turbo", "silent", "baby", "comfort")
        return self._one("away", "home", "night", "stay", "vacation", "eco", "auto", "sleep")

    def _state(self, group: str | None) -> str:
        return self.rng.choice(STATES.get(group or "", ["on", "off", "open", "closed", "locked", "running"]))

    def _quantity(self, group: str | None) -> str:
        return self.rng.choice(QUANTITIES.get(group or "sensor", QUANTITIES["sensor"]))

    def _quantifier(self, _: str | None) -> str:
        return self._one("all", "every", "both", "all the")

    def _duration(self, _: str | None) -> str:
        rng = self.rng
        minutes = f"{below(rng, rng.choice([1, 2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 45, 50, 90, rng.randint(1, 99)]))} minutes"
        hours = f"{below(rng, rng.randint(1, 12))} hours"
        return self._one(minutes, minutes, minutes, minutes, hours, "one minute", "an hour", "half an hour", "one hour", "an hour and a half", "a minute",
                         f"{below(rng, rng.choice([10, 15, 20, 30, 45, 90]))} seconds", f"{hours} and {minutes}", "a couple of minutes", "a quarter of an hour",
                         "two and a half hours", "one and a half hours", "one hour and thirty minutes", f"{below(rng, rng.randint(1, 9))} minutes and thirty seconds")  # fmt: skip

    _change_duration = _duration

    def _time(self, group: str | None) -> str:
        rng = self.rng
        hour = below(rng, rng.randint(1, 12))
        minute = rng.choice(
            ["", "", " thirty", " fifteen", " forty five", " oh five", " twenty", f" {below(rng, rng.randint(10, 59))}"]
        )
        half = rng.choice(
            [
                "",
                "",
                "",
                " am",
                " pm",
                " a m",
                " p m",
                " in the morning",
                " in the evening",
                " in the afternoon",
                " o'clock",
                " tonight",
            ]
        )
        if half == " o'clock":
            minute = ""
        digits = f"{rng.randint(1, 23)}:{rng.randint(0, 59):02}"
        return self._one(hour + minute + half, hour + minute + half, hour + minute + half, f"half past {hour}", f"quarter to {hour}", f"a quarter past {hour}", "noon", "midnight",
                         f"{below(rng, rng.choice([5, 10, 20, 25]))} {rng.choice(['past', 'to'])} {hour}{rng.choice(['', ' in the morning', ' in the evening'])}", digits, digits + rng.choice([" am", " pm", ""]))  # fmt: skip

    def _date(self, group: str | None) -> str:
        rng = self.rng
        months = "january february march april may june july august september october november december".split()
        return self._one("tomorrow", "tomorrow", "today", "tonight", lambda: rng.choice(WEEK), lambda: rng.choice(WEEK), lambda: f"next {rng.choice(WEEK)}", "the day after tomorrow",
                         "this evening", "tomorrow morning", "tomorrow evening", lambda: f"{rng.choice(WEEK)} {rng.choice(['morning', 'evening'])}",
                         lambda: f"the {rng.choice(['first', 'second', 'third', 'tenth', 'twentieth', 'twenty fifth'])} of {rng.choice(months)}", "this weekend")  # fmt: skip

    def _label(self, group: str | None) -> str:
        return self.rng.choice(LABELS.get(group or "timer", LABELS["timer"]))

    def _message(self, group: str | None) -> str:
        return self.rng.choice(
            MESSAGES if group == "thing" or (group is None and self.rng.random() < 0.5) else ANNOUNCEMENTS
        )

    def _option(self, group: str | None) -> str:
        known = self.made.options
        return self.rng.choice(known) if known and self.rng.random() < 0.8 else self.rng.choice(OPTIONS)

    def _alias(self, _: str | None) -> str:
        rng = self.rng
        return self._one(
            f"{rng.choice(LOOKS)} {rng.choice(['one', 'lamp', 'light', 'fan', 'thing'])}",
            invented(rng),
            f"{rng.choice(PEOPLE)}'s lamp",
            f"{rng.choice(LOOKS)} one",
        )

    def _pin(self, _: str | None) -> str:
        digits = [str(self.rng.randint(0, 9)) for _ in range(4)]
        return "".join(digits) if self.rng.random() < 0.2 else " ".join(ONES[int(digit)] for digit in digits)
