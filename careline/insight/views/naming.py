"""What the rows of a breakdown are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from careline.accounts.queries import find_names, visible_teams
from careline.insight.words import PRIORITY_WORDS, STATUS_WORDS, TYPE_WORDS

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def names_of(dimension: str, keys: Iterable[Any], viewer: Agent) -> dict[Any, str]:
    """The names of these keys of a dimension, for people."""
    wanted = [*keys]
    if dimension == "team":
        return dict(visible_teams(viewer).filter(pk__in=wanted).values_list("pk", "name"))
    if dimension == "agent":
        return {0: _("Nobody answered")} | find_names(wanted)
    if dimension == "assignee":
        return {0: _("Nobody")} | find_names(wanted)
    if dimension == "status":
        return {key: str(STATUS_WORDS[key]) for key in wanted}
    words: dict[Any, Any] = PRIORITY_WORDS if dimension == "priority" else TYPE_WORDS
    return {key: str(words.get(key) or str(key).capitalize()) for key in wanted}
