"""The flow of a playbook as a picture: boxes in columns from left to right, and lines between them. Only places, no looks.

Each column begins at the top, so that a small window shows the beginning, and not the empty space beside a tall column.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from careline.playbooks.procedure.flow import DONE, reached, ways
from careline.playbooks.procedure.schema import DECIDE, END, Playbook, Words

WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 176, 52, 44, 20, 12
MOST_LINES, LINE_LETTERS = 2, 25
Speak = Callable[[Words], str]


@dataclass(frozen=True, slots=True)
class Box:
    """A step, the decision, an outcome or the end: its kind, its words in lines, and where it stands."""

    key: str
    kind: str
    lines: tuple[str, ...]
    full: str
    x: int
    y: int

    @property
    def baselines(self) -> list[tuple[int, str]]:
        """Each line with the height at which it is written."""
        top = self.y + HEIGHT // 2 + 5 - 8 * (len(self.lines) - 1)
        return [(top + 16 * n, line) for n, line in enumerate(self.lines)]

    @property
    def middle(self) -> int:
        """The middle, for centred words."""
        return self.x + WIDTH // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from one box to another; `words` say on what condition."""

    path: str
    words: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything to draw, and how large it is."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int


def picture_of(playbook: Playbook, speak: Speak, words: Mapping[str, str]) -> Picture:
    """The flow with titles as `speak` says them; `words` are those for yes, no, late, decide and end.

    Whatever can't be reached is drawn below, so that nothing is hidden.
    """
    graph = _graph(playbook)
    columns = _columns(graph, playbook.begin)
    boxes: dict[str, Box] = {}
    tallest = max(len(column) for column in columns)
    for n, column in enumerate(columns):
        for row, key in enumerate(column):
            kind, title = _told(playbook, key, speak, words)
            x, y = MARGIN + n * (WIDTH + GAP_X), MARGIN + row * (HEIGHT + GAP_Y)
            boxes[key] = Box(key, kind, _lines(title), title, x, y)
    arrows = [
        _arrow(boxes[key], boxes[to], words.get(answer, ""))
        for key, nexts in graph.items()
        for to, answer in nexts
        if key in boxes and to in boxes
    ]
    width = len(columns) * (WIDTH + GAP_X) - GAP_X + 2 * MARGIN
    return Picture(tuple(boxes.values()), tuple(arrows), width, tallest * (HEIGHT + GAP_Y) + 2 * MARGIN)


def _graph(playbook: Playbook) -> dict[str, list[tuple[str, str]]]:
    """Where everything leads, with the answer that leads there; outcomes stand between decision and steps."""
    graph = {
        key: [(to, answer if answer != DONE else "") for answer, to in ways(step).items()]
        for key, step in playbook.steps.items()
    }
    graph[DECIDE] = [(f"outcome:{key}", "") for key in playbook.outcomes]
    for key, outcome in playbook.outcomes.items():
        graph[f"outcome:{key}"] = [(outcome.first, "")]
    graph[END] = []
    return graph


def _columns(graph: Mapping[str, list[tuple[str, str]]], begin: str) -> list[list[str]]:
    """Boxes by their distance from the beginning; in a column beside what leads to them, the end alone at the end."""
    columns, seen = [[begin]], {begin, END}
    while True:
        ahead = [to for key in columns[-1] for to, _answer in graph[key] if to in graph]
        new = [to for to in dict.fromkeys(ahead) if to not in seen]
        if not new:
            break
        seen |= {*new}
        columns.append(new)
    plain = {key: [to for to, _answer in nexts] for key, nexts in graph.items()}
    rest = [key for key in graph if key not in reached([begin], plain) and key != END]
    columns[0] += rest
    return [*columns, [END]]


def _told(playbook: Playbook, key: str, speak: Speak, words: Mapping[str, str]) -> tuple[str, str]:
    if key in (DECIDE, END):
        return key, words.get(key, key)
    if key.startswith("outcome:"):
        return "outcome", speak(playbook.outcomes[key.removeprefix("outcome:")].title)
    step = playbook.steps[key]
    return step.kind, speak(step.title)


def _lines(title: str) -> tuple[str, ...]:
    lines = textwrap.wrap(title, LINE_LETTERS) or [""]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][: LINE_LETTERS - 1] + "…"]
    return tuple(lines)


def _arrow(start: Box, to: Box, words: str) -> Arrow:
    x1, y1 = start.x + WIDTH, start.y + HEIGHT // 2
    x2, y2 = to.x, to.y + HEIGHT // 2
    if x2 <= x1:  # back, or down in the same column
        low = max(y1, y2) + HEIGHT // 2 + GAP_Y // 2
        path = f"M{x1} {y1} C{x1 + 40} {low} {x2 - 40} {low} {x2} {y2}"
    else:
        middle = (x1 + x2) // 2
        path = f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}"
    return Arrow(path, words, x1 + 8, y1 - 6 if y2 <= y1 else y1 + 14)
