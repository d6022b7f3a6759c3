"""Words of playbooks in templates: in the language of the moment."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from careline.playbooks.phrases import spoken as say

register = template.Library()


@register.filter
def spoken(words: Mapping[str, str] | None) -> str:
    """The words in the language of the moment, else in the first there are."""
    return say(words)
