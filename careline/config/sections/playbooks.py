"""Playbooks in the configuration file: each with the document that is followed, and whether it is."""

from careline.accounts.models import Agent
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import flag, text
from careline.playbooks.actions import save_version as actions
from careline.playbooks.contracts import PlaybookRefused
from careline.playbooks.models import Playbook
from careline.playbooks.procedure.reading import LARGEST
from careline.playbooks.queries.playbooks import newest_of


def _dump() -> list[Item]:
    rows = Playbook.objects.select_related("published").order_by("key")
    return [
        {
            "key": row.key,
            "document": (row.published or newest_of(row)).text,
            "published": row.published is not None,
            "archived": row.is_archived,
        }
        for row in rows
    ]


def _write(item: Item, old: Item | None, by: Agent) -> None:
    known = Playbook.objects.select_related("published").filter(key=item["key"]).first()
    try:
        if known is None:
            version = actions.create_playbook(item["document"], by=by)
            known = version.playbook
        else:
            version = actions.save_version(known, item["document"], by=by)
        if item["published"]:
            actions.publish(version, by=by)
        elif known.published is not None:
            actions.withdraw(known, by=by)
        actions.archive(known, by=by, restore=not item["archived"])
    except PlaybookRefused as refusal:
        raise ValueError(str(refusal)) from refusal
    if known.key != item["key"]:
        raise ValueError(f"the document calls itself “{known.key}”")


def register() -> None:
    """Register the section of the playbooks room."""
    fields = {
        "key": text(60, is_required=True),
        "document": text(LARGEST),
        "published": flag,
        "archived": flag,
    }
    usual: Item = {"published": True, "archived": False}
    register_section(Section("playbooks", fields, _dump, _write, ("key",), usual), order=75)
