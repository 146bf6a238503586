"""Restarts, back-off, budgets and watchdog under a clock that jumps."""

import asyncio

import pytest

from runtime.errors import PartFailed
from runtime.health import Condition, Health
from runtime.supervise import Budget, Part, describe, pause, supervise
from tests.support.clock import jump


class Flaky:
    """Fails as often as told, after running a while, then runs for ever."""

    def __init__(self, failures: int, *, after_s: float = 0.0) -> None:
        self.left, self.after_s = failures, after_s
        self.starts: list[float] = []

    async def run(self) -> None:
        self.starts.append(asyncio.get_running_loop().time())
        await asyncio.sleep(self.after_s)
        if self.left:
            self.left -= 1
            raise OSError("the device went away")
        await asyncio.Event().wait()


def middle(low: float, high: float) -> float:
    return (low + high) / 2


async def run_for(seconds: float, part: Part, health: Health) -> None:
    try:
        async with asyncio.timeout(seconds):
            await supervise(part, health, jitter=middle)
    except TimeoutError:
        return


def condition(health: Health, name: str) -> Condition:
    return next(part.condition for part in health.parts if part.name == name)


def test_a_part_that_fails_twice_is_restarted_with_growing_pauses_and_called_well() -> None:
    flaky, health = Flaky(2), Health()
    jump(run_for(60, Part("broker", flaky.run, budget=Budget(first_s=1.0)), health))
    gaps = [later - earlier for earlier, later in zip(flaky.starts, flaky.starts[1:], strict=False)]
    assert gaps == [pytest.approx(0.75), pytest.approx(1.5)]
    assert condition(health, "broker") is Condition.WELL


def test_a_vital_part_out_of_budget_ends_the_process_and_says_why() -> None:
    flaky, health = Flaky(99), Health()
    with pytest.raises(PartFailed, match=r"ear failed 4 times within 300 s; the last time: the device went away"):
        jump(run_for(600, Part("ear", flaky.run, budget=Budget(restarts=3)), health))
    assert len(flaky.starts) == 4


def test_an_optional_part_out_of_budget_is_given_up_and_the_rest_goes_on() -> None:
    flaky, health = Flaky(99), Health()
    jump(run_for(600, Part("presence", flaky.run, vital=False, budget=Budget(restarts=2)), health))
    assert len(flaky.starts) == 3
    assert condition(health, "presence") is Condition.GONE
    assert health.summary() == "presence gone: the device went away"


def test_failures_long_ago_do_not_count() -> None:
    flaky, health = Flaky(50, after_s=200.0), Health()
    jump(run_for(9000, Part("ear", flaky.run, budget=Budget(restarts=2, within_s=300)), health))
    assert len(flaky.starts) > 40


def test_returning_is_a_failure_unless_the_part_may_end() -> None:
    async def returns() -> None: ...

    health = Health()
    jump(run_for(60, Part("recording", returns, ends=True), health))
    assert condition(health, "recording") is Condition.WELL
    with pytest.raises(PartFailed, match="ended by itself"):
        jump(run_for(600, Part("loop", returns), Health()))


def test_cancelling_reaches_the_part_and_is_not_a_failure() -> None:
    flaky, health = Flaky(0), Health()
    jump(run_for(5, Part("ear", flaky.run), health))
    assert len(flaky.starts) == 1


@pytest.mark.parametrize("failures", [1, 2, 5, 40, 10_000])
def test_pauses_are_bounded_whatever_the_chance(failures: int) -> None:
    budget = Budget(first_s=0.5, longest_s=30)
    assert 0.25 <= pause(budget, failures, min) <= pause(budget, failures, max) <= 30


def test_a_group_is_described_by_its_first_cause() -> None:
    assert describe(ExceptionGroup("many", [ExceptionGroup("inner", [ValueError("bad\nworse")])])) == "bad"
    assert describe(ValueError()) == "ValueError"


class Told:
    """A notifier that remembers."""

    connected, watchdog_s = True, 6.0

    def __init__(self) -> None:
        self.said: list[str] = []

    def ready(self, status: str = "") -> None:
        self.said.append(f"ready {status}")

    def starting(self, within_s: float) -> None:
        self.said.append(f"starting {within_s:g}")

    def status(self, status: str) -> None:
        self.said.append(f"status {status}")

    def alive(self) -> None:
        self.said.append("alive")

    def stopping(self) -> None:
        self.said.append("stopping")


def test_the_watchdog_starves_when_the_microphone_is_deaf() -> None:
    told = Told()

    async def main() -> tuple[int, int]:
        health = Health(told)  # type: ignore[arg-type]
        beat = health.expect("microphone", within_s=5.0)
        async with asyncio.TaskGroup() as group:
            watchdog = group.create_task(health.run())
            health.declare_ready()
            for _ in range(30):
                beat()
                await asyncio.sleep(1)
            well = told.said.count("alive")
            await asyncio.sleep(60)
            deaf = told.said.count("alive") - well
            watchdog.cancel()
        return well, deaf

    well, deaf = jump(main())
    assert 15 <= well <= 16
    assert deaf <= 3


def test_before_ready_a_living_loop_asks_for_time_and_says_what_it_waits_for() -> None:
    told = Told()

    async def main() -> None:
        health = Health(told)  # type: ignore[arg-type]
        health.expect("microphone", within_s=5.0)
        health.report("microphone", Condition.DEGRADED, "there is no microphone called 'USB'")
        watchdog = asyncio.ensure_future(health.run())
        await asyncio.sleep(60)
        watchdog.cancel()
        await asyncio.wait({watchdog})

    jump(main())
    assert set(told.said) == {"starting 30", "status microphone degraded: there is no microphone called 'USB'"}


def test_an_excused_beat_feeds_the_watchdog_and_counts_from_its_return() -> None:
    async def main() -> None:
        health = Health(Told())  # type: ignore[arg-type]
        health.expect("microphone", within_s=5.0)()
        health.excuse("microphone", excused=True)
        await asyncio.sleep(100)
        assert health.missing() == ()
        health.excuse("microphone", excused=False)
        await asyncio.sleep(4)
        assert health.missing() == ()
        await asyncio.sleep(4)
        assert health.missing() == ("microphone",)

    jump(main())


def test_status_is_told_on_change_only_and_after_ready_only() -> None:
    told = Told()

    async def main() -> None:
        health = Health(told)  # type: ignore[arg-type]
        health.report("voice", Condition.DEGRADED, "espeak-ng stands in for Piper")
        health.declare_ready()
        health.declare_ready()
        health.report("voice", Condition.DEGRADED, "espeak-ng stands in for Piper")
        health.report("home", Condition.RESTARTING, "the broker is away")
        health.report("voice", Condition.WELL)
        health.report("home", Condition.WELL)
        health.stopping()

    jump(main())
    assert told.said == [
        "ready voice degraded: espeak-ng stands in for Piper",
        "status voice degraded: espeak-ng stands in for Piper; home restarting: the broker is away",
        "status home restarting: the broker is away",
        "status listening",
        "stopping",
    ]


def test_watchers_hear_of_each_change_once() -> None:
    heard = []

    async def main() -> None:
        health = Health()
        health.watch(lambda part: heard.append((part.name, part.condition)))
        for condition in (Condition.WELL, Condition.WELL, Condition.GONE):
            health.report("home", condition)

    jump(main())
    assert heard == [("home", Condition.WELL), ("home", Condition.GONE)]
