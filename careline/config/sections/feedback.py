"""What the company decides about complaints and upset customers. The complaints themselves stay where they are."""

from careline.accounts.models import Agent
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import flag, several, text, whole
from careline.feedback.actions.save_settings import LIMITS, Settings, save_settings
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.queries.settings import feedback_settings


def _dump() -> list[Item]:
    row = feedback_settings()
    return [{name: getattr(row, name) for name in Settings.__dataclass_fields__}]


def _write(item: Item, _old: Item | None, by: Agent) -> None:
    wanted = Settings(**{**item, "categories": tuple(item["categories"]), "causes": tuple(item["causes"])})
    try:
        save_settings(wanted, by=by)
    except FeedbackRefused as refusal:
        raise ValueError(str(refusal)) from refusal


def register() -> None:
    """Register the section of the feedback room."""
    fields = {
        "raises_priority": flag, "counts_business_days": flag, "currency": text(3, is_required=True),
        "categories": several(text(60)), "causes": several(text(60)),
        **{name: whole(least, most) for name, (least, most) in LIMITS.items()},
    }  # fmt: skip
    register_section(Section("feedback", fields, _dump, _write), order=95)
