"""Figures on hand-made histories, as `domain.md` defines them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.insight.contracts import Figure, summary_of
from careline.insight.measuring import figures_of, reopened_moments, solved_moments
from careline.tickets.contracts.course import Course, Stretch
from careline.workforce.contracts import ALWAYS, BusinessCalendar
from careline.workforce.contracts import Stretch as Open

NEW, OPEN, PENDING, HOLD, SOLVED, CLOSED = 1, 2, 3, 4, 5, 6
HOUR = 3600
START = datetime(2026, 3, 27, 9, tzinfo=UTC)  # a Friday; Berlin turns its clocks on Sunday, 29 March
NOW = START + timedelta(days=60)
DAY = (Open(9 * 60, 12 * 60), Open(13 * 60, 17 * 60))
BERLIN = BusinessCalendar("Europe/Berlin", (DAY, DAY, DAY, DAY, DAY, (), ()))


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def course(*steps: tuple[float, int], asked=(0.0,), answered=(), merged: bool = False) -> Course:
    """A ticket that came into each status after so many hours; the last one lasts."""
    ends = [*(at(hours) for hours, _status in steps[1:]), None]
    statuses = tuple(
        Stretch(status, at(hours), end) for (hours, status), end in zip(steps, ends, strict=True)
    )
    return Course(
        ticket_id=1, team_id=1, inbox_id=None, organisation_id=None, assignee_id=0, priority=2, status=steps[-1][1],
        is_merged=merged, created_at=START, clock_due_at=NOW, clock_is_promise=False, statuses=statuses,
        asked=tuple(map(at, asked)), answered=tuple(map(at, answered)),
    )  # fmt: skip


def hours_of(what: Course, figure: Figure, calendar: BusinessCalendar = ALWAYS) -> list[float]:
    found = figures_of(what, now=NOW)
    return [round(one.seconds(calendar, NOW) / HOUR, 6) for one in found.of(figure) if not one.is_running]


def share(what: Course, figure: Figure, now: datetime = NOW) -> bool | None:
    return figures_of(what, now=now).shares[figure]


def test_a_question_answered_once_and_solved() -> None:
    simple = course((0, NEW), (2, OPEN), (3, SOLVED), answered=(2,))
    assert hours_of(simple, Figure.FIRST_RESPONSE) == [2]
    assert hours_of(simple, Figure.FIRST_RESOLUTION) == hours_of(simple, Figure.FULL_RESOLUTION) == [3]
    assert hours_of(simple, Figure.REQUESTER_WAIT) == [3]
    assert hours_of(simple, Figure.NEXT_RESPONSE) == []
    assert share(simple, Figure.FIRST_CONTACT) and share(simple, Figure.ONE_TOUCH)
    assert share(simple, Figure.REOPENED) is False


def test_pending_is_no_waiting_but_counts_for_the_resolution() -> None:
    waited = course((0, NEW), (1, PENDING), (5, OPEN), (6, HOLD), (8, SOLVED), asked=(0, 5), answered=(1, 7))
    assert hours_of(waited, Figure.REQUESTER_WAIT) == [1 + 1 + 2]
    assert hours_of(waited, Figure.FULL_RESOLUTION) == [8]
    assert hours_of(waited, Figure.NEXT_RESPONSE) == [2]


def test_further_questions_do_not_begin_the_wait_anew() -> None:
    asked_on = course((0, NEW), (9, SOLVED), asked=(0, 0.5, 2, 3, 8), answered=(1, 6, 9))
    assert hours_of(asked_on, Figure.NEXT_RESPONSE) == [4, 1]


def test_a_reopened_ticket_has_a_first_and_a_full_resolution() -> None:
    reopened = course((0, NEW), (2, SOLVED), (10, OPEN), (12, SOLVED), asked=(0, 10), answered=(2,))
    assert hours_of(reopened, Figure.FIRST_RESOLUTION) == [2]
    assert hours_of(reopened, Figure.FULL_RESOLUTION) == [12]
    assert share(reopened, Figure.REOPENED) is True
    assert share(reopened, Figure.FIRST_CONTACT) is False and share(reopened, Figure.ONE_TOUCH) is False
    assert (solved_moments(reopened), reopened_moments(reopened)) == ([at(2), at(12)], [at(10)])


def test_reopened_after_more_than_seven_days_was_still_solved_at_first_contact() -> None:
    late = course((0, NEW), (2, SOLVED), (2 + 24 * 8, OPEN), (2 + 24 * 8 + 1, SOLVED), answered=(2,))
    assert share(late, Figure.FIRST_CONTACT) is True and share(late, Figure.ONE_TOUCH) is False


def test_first_contact_is_not_said_before_seven_days_are_over() -> None:
    fresh = course((0, NEW), (2, SOLVED), answered=(2,))
    assert share(fresh, Figure.FIRST_CONTACT, now=at(2 + 24 * 7 - 1)) is None
    assert share(fresh, Figure.FIRST_CONTACT, now=at(2 + 24 * 7)) is True
    twice = course((0, NEW), (2, SOLVED), answered=(1, 2))
    assert share(twice, Figure.FIRST_CONTACT, now=at(3)) is False


def test_one_that_we_began_owes_no_first_response() -> None:
    ours = course((0, PENDING), (4, OPEN), (6, SOLVED), asked=(4,), answered=(0, 6))
    assert hours_of(ours, Figure.FIRST_RESPONSE) == []
    assert hours_of(ours, Figure.NEXT_RESPONSE) == [2]


def test_while_it_is_open_it_still_runs_and_full_resolution_is_not_there() -> None:
    running = figures_of(course((0, NEW), (2, SOLVED), (3, OPEN), answered=()), now=NOW)
    assert running.of(Figure.FIRST_RESPONSE)[0].is_running
    assert running.of(Figure.FULL_RESOLUTION) == () and len(running.of(Figure.FIRST_RESOLUTION)) == 1


def test_solved_without_an_answer_has_no_first_response_and_is_no_first_contact() -> None:
    silent = course((0, NEW), (2, SOLVED))
    assert hours_of(silent, Figure.FIRST_RESPONSE) == [] and share(silent, Figure.FIRST_CONTACT) is False


def test_lunch_the_weekend_and_the_change_of_clocks_are_heeded() -> None:
    """Asked on Friday at 10:00 in Berlin, answered on Monday at 14:00 of summer time."""
    monday = datetime(2026, 3, 30, 12, tzinfo=UTC)
    hours = (monday - START).total_seconds() / HOUR
    across = course((0, NEW), (hours, SOLVED), answered=(hours,))
    assert hours_of(across, Figure.FIRST_RESPONSE, BERLIN) == [2 + 4 + 3 + 1]
    assert hours_of(across, Figure.FIRST_RESPONSE) == [hours] and hours == 75


def test_from_solved_to_closed_is_no_second_solution() -> None:
    closed = course((0, NEW), (2, SOLVED), (98, CLOSED), answered=(1,))
    assert hours_of(closed, Figure.FULL_RESOLUTION) == [2]


def test_a_summary_has_the_middle_nine_in_ten_and_the_mean() -> None:
    assert summary_of([]) is None
    said = summary_of([float(n) for n in range(10, 0, -1)])
    assert said is not None and (said.count, said.median, said.ninth, said.mean) == (10, 5.5, 9.0, 5.5)


STEPS = st.lists(st.tuples(st.floats(0.01, 40), st.integers(1, 6)), min_size=1, max_size=8)


@given(STEPS, st.lists(st.floats(0.01, 300), max_size=5), st.lists(st.floats(0.01, 300), max_size=5))
def test_whatever_happened_the_figures_agree_with_each_other(steps, asked, answered) -> None:
    place, walked = 0.0, [(0.0, NEW)]
    for length, status in steps:
        place += length
        if status != walked[-1][1]:
            walked.append((place, status))
    what = course(*walked, asked=(0, *sorted(asked)), answered=sorted(answered))
    first, full = hours_of(what, Figure.FIRST_RESOLUTION), hours_of(what, Figure.FULL_RESOLUTION)
    assert not full or first[0] <= full[0]
    waited = [one.seconds(ALWAYS, NOW) for one in figures_of(what, now=NOW).of(Figure.REQUESTER_WAIT)]
    assert waited[0] <= (NOW - START).total_seconds()
    assert sum(
        (min(s.ended or NOW, NOW) - s.began).total_seconds() for s in what.statuses if s.value in (1, 2, 4)
    ) == pytest.approx(waited[0], abs=0.01)
    if share(what, Figure.ONE_TOUCH):
        assert share(what, Figure.FIRST_CONTACT) and not share(what, Figure.REOPENED)
