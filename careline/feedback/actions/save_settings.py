"""Decide what the company does about complaints and upset customers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.events import FeedbackSettingsChanged
from careline.feedback.models import FeedbackSettings

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LIMITS = {
    "cool_down_minutes": (5, 480), "acknowledge_days": (0, 60), "respond_days": (1, 365), "systemic_count": (2, 1000),
    "systemic_days": (1, 3650), "review_days": (1, 3650),
}  # fmt: skip
MOST_CHOICES = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it, as it shall stand; see FeedbackSettings."""

    raises_priority: bool
    cool_down_minutes: int
    acknowledge_days: int
    respond_days: int
    counts_business_days: bool
    systemic_count: int
    systemic_days: int
    review_days: int
    currency: str
    categories: tuple[str, ...]
    causes: tuple[str, ...]


@transaction.atomic
def save_settings(wanted: Settings, *, by: Agent) -> FeedbackSettings:
    """Keep it. Emits FeedbackSettingsChanged, if anything did. Refuses what is out of bounds, and lists that are empty."""
    by.require(Right.MANAGE_FEEDBACK)
    values = asdict(wanted) | {"categories": _tidy(wanted.categories), "causes": _tidy(wanted.causes)}
    for name, (least, most) in LIMITS.items():
        if not least <= values[name] <= most:
            raise FeedbackRefused(
                _("Between %(least)s and %(most)s, please.") % {"least": least, "most": most}
            )
    if not values["categories"] or not values["causes"]:
        raise FeedbackRefused(_("Name at least one category and one cause."))
    if not (len(values["currency"]) == 3 and values["currency"].isascii() and values["currency"].isalpha()):
        raise FeedbackRefused(_("A currency has three letters, such as EUR."))
    values["currency"] = values["currency"].upper()
    row, _made = FeedbackSettings.objects.select_for_update().get_or_create(pk=1)
    changed = tuple(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
        emit(FeedbackSettingsChanged(changed=changed), by=by.actor)
    return row


def _tidy(words: tuple[str, ...]) -> list[str]:
    """Each once, without empty ones; at most sixty of sixty characters."""
    tidied = (" ".join(one.replace("\x00", "").split())[:60] for one in words)
    return [*dict.fromkeys(one for one in tidied if one)][:MOST_CHOICES]
