"""Words of playbooks in templates: in the language of the moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template

from careline.playbooks.models import Playbook
from careline.playbooks.phrases import spoken as say
from careline.playbooks.queries.titles import title_of
from careline.tickets.queries.conditions import word_of

register = template.Library()


@register.filter
def spoken(words: Mapping[str, str] | None) -> str:
    """The words in the language of the moment, else in the first there are."""
    return say(words)


@register.filter
def titled(playbook: Playbook) -> str:
    """What a playbook is called in the language of the moment: as the version that is followed says, else as it was saved."""
    return title_of(playbook)


@register.filter
def type_words(keys: Sequence[str]) -> str:
    """What types of tickets are called, one after the other: ["complaint"] is "Complaint"."""
    return ", ".join(word_of("type", key) for key in keys)
