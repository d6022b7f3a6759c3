"""The arithmetic of clocks on hand-made histories, and against an oracle that walks minute by minute."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from careline.policies.contracts import TARGETS, Kind
from careline.policies.running import Run, moment_of, runs_of, used
from careline.tickets.contracts.course import NEVER, Course, Stretch
from careline.workforce.contracts import ALWAYS, BusinessCalendar
from careline.workforce.contracts import Stretch as Open

NEW, OPEN, PENDING, ON_HOLD, SOLVED = 1, 2, 3, 4, 5
PAUSES = frozenset({PENDING})
HOUR = 3600
LUNCH = (Open(9 * 60, 12 * 60), Open(13 * 60, 17 * 60))
OFFICE = BusinessCalendar("Europe/Berlin", (LUNCH, LUNCH, LUNCH, LUNCH, LUNCH, (), ()))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026 in UTC; 2 November is a Monday, and Berlin is an hour ahead."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def course(*statuses: tuple[int, datetime], **further) -> Course:
    """A ticket whose statuses begin at these moments, the last still holding."""
    ends = [*(began for _status, began in statuses[1:]), None]
    stretches = tuple(Stretch(value, began, end) for (value, began), end in zip(statuses, ends, strict=True))
    known = {
        "ticket_id": 1, "team_id": 1, "inbox_id": None, "organisation_id": None, "assignee_id": 0, "priority": 2,
        "status": statuses[-1][0], "is_merged": False, "created_at": statuses[0][1], "clock_due_at": NEVER,
        "clock_is_promise": False, "statuses": stretches, "assignees": (), "asked": (statuses[0][1],), "answered": (),
    }  # fmt: skip
    return Course(**(known | further))


def only(kind: str, one: Course) -> Run:
    (run,) = runs_of(kind, one, PAUSES)
    return run


def test_lunch_and_night_do_not_count() -> None:
    run = only(Kind.FIRST_RESPONSE, course((NEW, at(2, 10, 30))))
    assert moment_of(run, OFFICE, 2 * HOUR) == at(2, 13, 30)
    assert moment_of(run, OFFICE, 5 * HOUR) == at(3, 8, 30)


def test_a_clock_goes_over_the_change_to_winter_time() -> None:
    run = only(
        Kind.FIRST_RESPONSE, course((NEW, at(23, 14, 0, month=10)))
    )  # Friday 16:00 in Berlin, in summer
    assert moment_of(run, OFFICE, 2 * HOUR) == at(26, 9, 0, month=10)  # Monday 10:00 in Berlin, in winter
    assert moment_of(run, ALWAYS, 72 * HOUR) == at(26, 14, 0, month=10)


def test_a_holiday_moves_the_due_moment() -> None:
    closed = BusinessCalendar("Europe/Berlin", OFFICE.week, lambda year: {date(2026, 11, 3): ()})
    run = only(Kind.FIRST_RESPONSE, course((NEW, at(2, 15, 0))))
    assert moment_of(run, closed, 2 * HOUR) == at(4, 9, 0)


def test_pending_is_subtracted_each_time() -> None:
    twice = course(
        (NEW, at(2, 8)), (PENDING, at(2, 9)), (OPEN, at(2, 11)), (PENDING, at(2, 12)), (OPEN, at(2, 15))
    )
    run = only(Kind.RESOLUTION, twice)
    assert used(run, ALWAYS, at(2, 16)) == 3 * HOUR
    assert moment_of(run, ALWAYS, 4 * HOUR) == at(2, 17)


def test_while_pending_nothing_is_due() -> None:
    run = only(Kind.RESOLUTION, course((NEW, at(2, 8)), (PENDING, at(2, 9))))
    assert moment_of(run, ALWAYS, 4 * HOUR) is None
    assert moment_of(run, ALWAYS, HOUR // 2) == at(2, 8, 30)
    assert used(run, ALWAYS, at(9, 9)) == HOUR


def test_what_was_solved_and_opened_again_has_the_time_left_that_it_had() -> None:
    reopened = course((NEW, at(2, 8)), (SOLVED, at(2, 10)), (OPEN, at(5, 8)))
    run = only(Kind.RESOLUTION, reopened)
    assert run.stopped_at is None and moment_of(run, ALWAYS, 4 * HOUR) == at(5, 10)


def test_a_solved_ticket_met_its_resolution_and_owes_no_answer() -> None:
    solved = course((NEW, at(2, 8)), (SOLVED, at(2, 10)))
    assert only(Kind.RESOLUTION, solved).is_done
    first = only(Kind.FIRST_RESPONSE, solved)
    assert first.stopped_at == at(2, 10) and not first.is_done


def test_what_an_agent_began_waits_for_no_first_response() -> None:
    ours = course((PENDING, at(2, 8)), (OPEN, at(2, 10)), asked=(at(2, 10),), answered=(at(2, 8),))
    assert runs_of(Kind.FIRST_RESPONSE, ours, PAUSES) == []
    waits = only(Kind.NEXT_RESPONSE, ours)
    assert waits.started_at == at(2, 10) and moment_of(waits, ALWAYS, HOUR) == at(2, 11)


def test_next_response_begins_with_the_first_unanswered_message_of_each_stretch() -> None:
    said = course(
        (NEW, at(2, 8)), (PENDING, at(2, 9)), (OPEN, at(2, 10)), (PENDING, at(2, 12)), (OPEN, at(2, 14)),
        asked=(at(2, 8), at(2, 10), at(2, 11), at(2, 14)), answered=(at(2, 9), at(2, 12)),
    )  # fmt: skip
    runs = runs_of(Kind.NEXT_RESPONSE, said, PAUSES)
    assert [(run.started_at, run.stopped_at) for run in runs] == [(at(2, 10), at(2, 12)), (at(2, 14), None)]
    assert used(runs[0], ALWAYS, at(3, 0)) == 2 * HOUR


def test_the_periodic_update_begins_anew_with_each_of_our_messages() -> None:
    said = course((NEW, at(2, 8)), (OPEN, at(2, 9)), answered=(at(2, 9), at(2, 12)))
    runs = runs_of(Kind.PERIODIC_UPDATE, said, PAUSES)
    assert [run.started_at for run in runs] == [at(2, 9), at(2, 12)] and runs[1].stopped_at is None


def test_the_customer_waits_also_while_a_third_party_has_the_move() -> None:
    held = course((NEW, at(2, 8)), (ON_HOLD, at(2, 9)), (PENDING, at(2, 11)), (OPEN, at(2, 12)))
    assert used(only(Kind.REQUESTER_WAIT, held), ALWAYS, at(2, 13)) == 4 * HOUR


def test_the_first_assignment_ends_with_the_first_who_has_it() -> None:
    taken = course((NEW, at(2, 8)), assignees=(Stretch(0, at(2, 8), at(2, 9)), Stretch(7, at(2, 9), None)))
    assert only(Kind.FIRST_ASSIGNMENT, taken).stopped_at == at(2, 9)
    at_once = course((NEW, at(2, 8)), assignees=(Stretch(7, at(2, 8), None),))
    assert runs_of(Kind.FIRST_ASSIGNMENT, at_once, PAUSES) == []


def test_what_was_merged_into_another_is_owed_nothing() -> None:
    gone = course((NEW, at(2, 8)), (6, at(2, 10)), is_merged=True)
    assert all(not run.is_done and run.stopped_at for kind in TARGETS for run in runs_of(kind, gone, PAUSES))


def _oracle(one: Course, start: datetime, seconds: int, calendar: BusinessCalendar) -> datetime | None:
    """The minute by which so much time has passed, counted minute by minute."""
    left, now, end = seconds, start, start + timedelta(days=40)
    while now < end:
        status = next(s.value for s in one.statuses if s.began <= now and (s.ended is None or now < s.ended))
        if status not in {PENDING, SOLVED, 6} and calendar.is_open(now):
            left -= 60
            if left <= 0:
                return now + timedelta(minutes=1)
        now += timedelta(minutes=1)
    return None


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([OPEN, PENDING, ON_HOLD, SOLVED]), st.integers(1, 3000)), max_size=5),
    st.integers(1, 20 * 60),
    st.integers(0, 7 * 1440),
)
def test_the_due_moment_is_that_of_a_walk_minute_by_minute(moves, minutes, shift) -> None:
    start = at(19, 0, 0, month=10) + timedelta(minutes=shift)
    statuses, now = [(NEW, start)], start
    for status, after in moves:
        now += timedelta(minutes=after)
        statuses.append((status, now))
    one = course(*statuses)
    run = only(Kind.RESOLUTION, one)
    expected = _oracle(one, start, minutes * 60, OFFICE)
    found = moment_of(run, OFFICE, minutes * 60)
    if found is not None and found < start + timedelta(days=40):
        assert found == expected
    else:
        assert expected is None
