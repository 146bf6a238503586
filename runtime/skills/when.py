"""When something is meant to happen: the slots time, date and duration against a clock that comes in as an argument.

Local wall-clock arithmetic goes through UTC, so "in ten minutes" is ten minutes also in the night the clocks change.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from runtime.turn import Interpretation, Slot
from runtime.words import WEEKDAYS

_EVENING = re.compile(r"\b(pm|p m|evening|tonight|afternoon|at night)\b")
_MORNING = re.compile(r"\b(am|a m|morning)\b")
_DAWN = 6
_SOON = timedelta(hours=4)
_HOUR_MINUTE = re.compile(r"(\d{1,2})(?::(\d{2}))?")


def later(now: datetime, seconds: float) -> datetime:
    """Return the moment that many real seconds from now, in the zone of `now`."""
    return (now.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(now.tzinfo)


def seconds_of(clause: Interpretation, *slots: str) -> float | None:
    """Return the seconds of the first duration slot that holds any."""
    return next((found[0][0] for name in slots or ("duration",) if (found := lengths(clause, name))), None)


def lengths(clause: Interpretation, name: str = "duration") -> list[tuple[float, Slot]]:
    """Return the seconds of each length in slots of this name, with its first slot; "one hour" "thirty minutes" is one."""
    words = clause.text.lower().split()
    found: list[tuple[float, Slot]] = []
    end = 0
    for slot in clause.slots:
        if slot.name != name or not isinstance(slot.value, (int, float)):
            continue
        if found and end and words[end : slot.start] in ([], ["and"]):
            found[-1] = (found[-1][0] + float(slot.value), found[-1][1])
        else:
            found.append((float(slot.value), slot))
        end = slot.end
    return found


def moment(clause: Interpretation, now: datetime, *, morning: bool = False) -> datetime | None:
    """Return when a clause wants something: after a duration, or at a time, on a day. None: it says nothing of when.

    `morning`: a bare "seven" means seven in the morning (alarms); otherwise the next seven o'clock.
    """
    seconds = seconds_of(clause)
    if seconds is not None and clause.slot("time") is None:
        return later(now, seconds)
    day = day_of(clause, now.date())
    spoken = clock_of(clause)
    if spoken is None:
        return (
            None
            if day is None
            else _at(day, time(9), now)
            if day > now.date()
            else _at(day, time(20 if _tonight(clause) else 18), now)
        )
    hour, minute, sure = spoken
    choices = [time(hour % 24, minute)]
    if not sure and 1 <= hour <= 12:
        choices = [time(hour % 12, minute), time(hour % 12 + 12, minute)]
    days = [day] if day is not None else [now.date(), now.date() + timedelta(days=1)]
    ahead = [found for one in days for clock in choices if (found := _at(one, clock, now)) > now]
    if not ahead:
        return _at(days[0] + timedelta(days=1), choices[0], now)
    if (morning or (day is not None and day > now.date())) and not sure:
        mornings = [found for found in ahead if found.hour < 12]
        return min(mornings or ahead)
    return min(ahead) if sure else _awake(sorted(ahead), now)


def _awake(ahead: list[datetime], now: datetime) -> datetime:
    """Return the next of the moments that somebody would mean: "at five", said in the evening, is no time before dawn."""
    soon = ahead[0] - now <= _SOON
    return ahead[0] if soon else next((found for found in ahead if found.hour >= _DAWN), ahead[0])


def clock_of(clause: Interpretation) -> tuple[int, int, bool] | None:
    """Return hour, minute and whether the half of the day is sure."""
    value = clause.value("time")
    if value is None:
        return None
    text = f"{clause.said('time') or ''} {clause.said('date') or ''}".lower()
    found = _HOUR_MINUTE.search(str(value))
    if found is None:
        named = {"noon": (12, 0, True), "midday": (12, 0, True), "midnight": (0, 0, True), "morning": (8, 0, True),
                 "afternoon": (15, 0, True), "evening": (19, 0, True), "tonight": (20, 0, True), "night": (22, 0, True)}  # fmt: skip
        return next((when for word, when in named.items() if word in str(value)), None)
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 24 or minute > 59:
        return None
    if not str(value).endswith("?"):
        return hour % 24, minute, True
    if _EVENING.search(text):
        return (hour % 12) + 12, minute, True
    if _MORNING.search(text):
        return hour % 12, minute, True
    return hour, minute, False


def day_of(clause: Interpretation, today: date) -> date | None:
    """Return the day a clause names: "tomorrow", "monday", "12-25", "+3"."""
    value = str(clause.value("date") or "").lower()
    if not value:
        return today if _tonight(clause) else None
    if value in {"today", "tonight"}:
        return today
    if value == "tomorrow":
        return today + timedelta(days=1)
    if value.startswith("+") and value[1:].isdigit():
        return today + timedelta(days=int(value[1:]))
    for number, name in enumerate(WEEKDAYS):
        if name in value:
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return _calendar(value, today)


def _calendar(value: str, today: date) -> date | None:
    parts = re.findall(r"\d+", value)
    try:
        if len(parts) == 3:
            return date(int(parts[0]), int(parts[1]), int(parts[2]))
        if len(parts) == 2:
            found = date(today.year, int(parts[0]), int(parts[1]))
            return found if found >= today else found.replace(year=today.year + 1)
    except ValueError:
        return None
    return None


def _tonight(clause: Interpretation) -> bool:
    return "tonight" in f"{clause.said('time') or ''} {clause.said('date') or ''}"


def _at(day: date, clock: time, now: datetime) -> datetime:
    """Return a wall-clock time on a day; one that the change of clocks skips becomes the next that exists."""
    local = datetime.combine(day, clock, tzinfo=now.tzinfo)
    return local.astimezone(UTC).astimezone(now.tzinfo)
