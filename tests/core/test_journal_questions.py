"""What is on record can be asked for as long as it is kept, and be copied at any moment."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.tuya_twin.core.assessment import Bypassed, Watch
from custom_components.tuya_twin.core.changes import replay
from custom_components.tuya_twin.core.chronicle import Chronicle
from custom_components.tuya_twin.core.facts import (
    OpinionAsked,
    OpinionFate,
    OpinionGiven,
    WatchChanged,
    WeightChanged,
)
from custom_components.tuya_twin.core.journal import IncidentSpan, Journal
from custom_components.tuya_twin.core.lookout import Lookout
from custom_components.tuya_twin.core.run import Result
from custom_components.tuya_twin.core.signs import WatchMode
from tests.core.journal_kit import (
    change,
    content,
    full_disk,
    inline,
    numbers,
    opened,
    overwrite,
    proof,
    told,
    trouble,
    update,
)
from tests.core.kit import (
    ANNA,
    FOYER,
    FOYER_BULB,
    FOYER_LOCK,
    GREEN,
    NIGHT,
    make_house,
)

DAY = timedelta(days=1)
FOREVER = timedelta(days=100_000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "record.db"


@pytest.fixture
async def journal(path: Path) -> AsyncIterator[Journal]:
    journal = await Journal.open(path)
    yield journal
    await journal.close()


# Questions ----------------------------------------------------------------------------------


async def test_incidents_are_listed_the_newest_first_with_their_first_and_last_moment(
    journal: Journal,
) -> None:
    for number in range(6):
        await journal.append(told(number), incident=f"incident {number // 2}")
    await journal.append(told(7))

    def span(number: int) -> IncidentSpan:
        first = NIGHT + timedelta(seconds=2 * number)
        return IncidentSpan(id=f"incident {number}", first=first, last=first + timedelta(seconds=1))

    assert await journal.incidents() == [span(2), span(1), span(0)]
    assert await journal.incidents(limit=1) == [span(2)]
    assert await journal.incidents(before=span(2).first) == [span(1), span(0)]
    assert await journal.incident_facts("incident 1") == [told(2), told(3)]
    assert await journal.incident_facts("no such") == []


async def test_a_device_was_last_proven_when_a_step_was_confirmed(journal: Journal) -> None:
    await journal.append(proof(FOYER_BULB, NIGHT), proof(FOYER_LOCK, NIGHT))
    await journal.append(
        proof(FOYER_BULB, NIGHT + DAY), proof(FOYER_LOCK, NIGHT + DAY, Result.FAILED)
    )

    assert await journal.last_proven() == {FOYER_BULB.id: NIGHT + DAY, FOYER_LOCK.id: NIGHT}


async def test_how_often_an_ai_was_asked_is_counted_from_a_moment_on(journal: Journal) -> None:
    assert await journal.count_asked(NIGHT) == 0
    await journal.append(
        *(OpinionAsked(incident_id="one", zone=FOYER, at=NIGHT + n * DAY) for n in range(4))
    )

    assert await journal.count_asked(NIGHT) == 4
    assert await journal.count_asked(NIGHT + DAY) == 3
    assert await journal.count_asked(NIGHT + 9 * DAY) == 0


def watching(mode: WatchMode, day: int = 0) -> WatchChanged:
    at = NIGHT + day * DAY
    open_window = (Bypassed(sensor="window", name="Window"),)
    watch = Watch(mode=mode, since=at, counts_from=at, bypassed=open_window)
    return WatchChanged(watch=watch, at=at, cause=ANNA)


def weighs(sensor: str, weight: int, day: int = 0) -> WeightChanged:
    return WeightChanged(
        sensor=sensor, name="Hall", zone=FOYER, weight=weight, at=NIGHT + day * DAY, cause=ANNA
    )


async def test_a_new_record_knows_of_no_watch_and_of_no_weight(journal: Journal) -> None:
    await journal.append(change(), proof(FOYER_BULB, NIGHT))

    assert await journal.standing() == []


async def test_how_the_house_is_watched_and_what_sensors_weigh_stands_until_it_is_changed(
    path: Path,
) -> None:
    async with opened(path) as journal:
        await journal.append(weighs("one", 80), watching(WatchMode.AWAY), weighs("two", 64))
        await journal.append(weighs("one", 100, day=1), change())
        await journal.append(watching(WatchMode.NIGHT, day=2), incident="open")
        journal.settled()
    standing = [weighs("two", 64), weighs("one", 100, day=1), watching(WatchMode.NIGHT, day=2)]
    async with opened(path) as journal:
        assert await journal.standing() == standing

        house = replay(make_house(), await journal.standing())
    assert house.lookout == Lookout(
        watch=watching(WatchMode.NIGHT, day=2).watch, weights={"one": 100, "two": 64}
    )


async def test_what_stands_is_kept_however_old_and_what_it_replaced_is_not(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(weighs("one", 80), watching(WatchMode.AWAY), incident="old")
        await journal.append(weighs("one", 64), change(GREEN), incident="old")
        journal.settled()

        await journal.prune(NIGHT + 999 * DAY, keep_for=DAY, keep_bytes=0)

        assert await journal.standing() == [watching(WatchMode.AWAY), weighs("one", 64)]
        kept = await journal.incident_facts("old")
        assert weighs("one", 80) not in kept


async def test_what_stands_in_a_damaged_record_is_saved_with_it(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(weighs("one", 80), watching(WatchMode.AWAY))
    overwrite(path, 0, b"\0" * 100)

    async with opened(path) as journal:
        assert journal.recovery is not None
        assert await journal.standing() == [weighs("one", 80), watching(WatchMode.AWAY)]


async def test_an_opinion_stands_in_the_record_of_its_incident_also_once_that_is_over(
    journal: Journal,
) -> None:
    chronicle = Chronicle(make_house(), journal)
    asked = OpinionAsked(incident_id="first", zone=FOYER, at=NIGHT)
    given = OpinionGiven(
        incident_id="first", zone=FOYER, at=NIGHT, fate=OpinionFate.LATE, seconds=9.0
    )
    await chronicle.record(change(run_id="first"))
    await chronicle.record(asked)
    (over,) = await chronicle.record(change(GREEN))
    await chronicle.record(change(run_id="second"))

    await chronicle.record(given)

    assert await journal.incident_facts("first") == [asked, over, given]


# Keeping and copying ------------------------------------------------------------------------


async def test_what_is_old_goes_but_not_what_a_restart_needs(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(
            change(GREEN), proof(FOYER_BULB, NIGHT), told(1, at=NIGHT), incident="old"
        )
        journal.settled()
        await journal.append(told(2, at=NIGHT), incident="open")

        await journal.prune(NIGHT + 2 * DAY, keep_for=DAY, keep_bytes=10**9)

        assert len(await journal.incident_facts("old")) == 2
        assert await journal.incident_facts("open") == [told(2, at=NIGHT)]
        assert await journal.last_proven() == {FOYER_BULB.id: NIGHT}
    async with opened(path) as journal:
        assert numbers(journal.restored) == [1]
        assert journal.restored[1:] == (told(2, at=NIGHT),)


async def test_a_file_that_is_too_large_shrinks_from_its_old_end(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(*(told(n, words="x" * 500) for n in range(4000)), incident="incident")
        journal.settled()
        await journal.prune(NIGHT, keep_for=FOREVER, keep_bytes=10**9)
        before = len(content(path))

        await journal.prune(NIGHT, keep_for=FOREVER, keep_bytes=before // 2)

        kept = await journal.incident_facts("incident")
        assert len(content(path)) <= before // 2
        assert 1000 < len(kept) < 2000
        assert kept == [told(n, words="x" * 500) for n in range(4000 - len(kept), 4000)]
        assert (await update(journal)).seq == 1


async def test_an_incident_that_is_open_is_kept_however_large_the_file(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(*(told(n) for n in range(2000)), incident="incident")

        await journal.prune(NIGHT + 9 * DAY, keep_for=DAY, keep_bytes=0)

        assert len(await journal.incident_facts("incident")) == 2000


async def test_a_copy_that_is_taken_while_writes_go_on_is_whole(path: Path, tmp_path: Path) -> None:
    journal = await Journal.open(path)
    await journal.append(*(told(n) for n in range(50)), incident="incident")
    journal.settled()
    await journal.hold_for_copy()
    whole = content(path)
    for number in range(50, 1500):
        await journal.append(told(number, words="x" * 3000), incident="incident")
    await journal.prune(NIGHT + DAY, keep_for=timedelta(seconds=1), keep_bytes=10**9)
    log = content(path.with_name("record.db-wal"))
    copy = tmp_path / "copy.db"
    copy.write_bytes(content(path))
    copy.with_name("copy.db-wal").write_bytes(log[: len(log) * 2 // 3])

    assert content(path) == whole
    async with opened(copy) as restored:
        facts = await restored.incident_facts("incident")
        assert restored.recovery is None
        assert facts == [told(n, words="x" * 3000 if n >= 50 else "") for n in range(len(facts))]
        assert 900 < len(facts) < 1400
    await journal.release_copy()
    await journal.close()
    assert content(path) != whole


async def test_a_record_that_is_opened_while_it_is_copied_leaves_its_file_alone(
    path: Path,
) -> None:
    async with opened(path) as journal:
        await journal.append(told(0), incident="incident")
    whole = content(path)
    journal = await Journal.open(path, writer=inline, held=True)

    # More than SQLite leaves in the log by itself.
    many = [told(n, words="x" * 3000) for n in range(1, 1500)]
    await journal.append(*many, incident="incident")

    assert content(path) == whole
    assert await journal.incident_facts("incident") == [told(0), *many]
    await journal.release_copy()
    await journal.close()
    assert content(path) != whole


async def test_a_fault_while_the_file_is_copied_leaves_the_file_alone(path: Path) -> None:
    journal = await Journal.open(path, writer=inline)
    await journal.append(told(0), incident="incident")
    await journal.hold_for_copy()
    whole = content(path)
    with full_disk():
        await journal.append(told(1), incident="incident")

    # More than SQLite leaves in the log by itself.
    many = [told(n, words="x" * 3000) for n in range(2, 1500)]
    await journal.append(*many, incident="incident")

    assert trouble(journal) is None
    assert content(path) == whole
    assert await journal.incident_facts("incident") == [told(0), told(1), *many]
    await journal.release_copy()
    await journal.close()
    assert content(path) != whole
