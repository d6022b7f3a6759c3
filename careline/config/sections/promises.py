"""What may be promised: how far ahead, and the words that nobody may say. The promises themselves stay where they are."""

from careline.accounts.models import Agent
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import flag, several, text, whole
from careline.promises.actions.save_rules import LONGEST, MOST_DAYS, MOST_MINUTES, save_rules
from careline.promises.contracts import PromiseRefused, PromiseRules
from careline.promises.queries.settings import promise_settings


def _dump() -> list[Item]:
    rules = promise_settings()
    plain = {name: getattr(rules, name) for name in ("most_days", "least_minutes", "forbids_certainty")}
    return [{**plain, "never_words": [*rules.never_words]}]


def _write(item: Item, _old: Item | None, by: Agent) -> None:
    try:
        save_rules(PromiseRules(**{**item, "never_words": tuple(item["never_words"])}), by=by)
    except PromiseRefused as refusal:
        raise ValueError(str(refusal)) from refusal


def register() -> None:
    """Register the section of the promises room."""
    fields = {
        "most_days": whole(1, MOST_DAYS), "least_minutes": whole(0, MOST_MINUTES), "forbids_certainty": flag,
        "never_words": several(text(LONGEST)),
    }  # fmt: skip
    register_section(Section("promises", fields, _dump, _write), order=96)
