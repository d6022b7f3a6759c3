"""Webhooks: where they lead and what they tell of. Their signing secrets stay where they are."""

from typing import Any

from careline.accounts.models import Agent, Team
from careline.config.sections.staff import team_id
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import flag, several, text
from careline.webhooks.actions.save_endpoint import EndpointDetails, change_endpoint, create_endpoint
from careline.webhooks.contracts import WebhookRefused
from careline.webhooks.models import Endpoint


def _known() -> dict[str, Endpoint]:
    """By name: of two with one name, the older is in the file."""
    found: dict[str, Endpoint] = {}
    for row in Endpoint.objects.order_by("pk"):
        found.setdefault(row.name, row)
    return dict(sorted(found.items()))


def _dump() -> list[Item]:
    teams = dict(Team.objects.values_list("pk", "name"))
    return [
        {
            "name": name, "url": row.url, "events": row.types, "active": row.is_active,
            "teams": sorted(teams[one] for one in row.team_ids if one in teams),
        }
        for name, row in _known().items()
    ]  # fmt: skip


def _write(item: Item, old: Item | None, by: Agent) -> None:
    details = EndpointDetails(
        item["name"], item["url"], tuple(item["events"]), tuple(team_id(one) for one in item["teams"]),
        is_active=item["active"],
    )  # fmt: skip
    try:
        if old:
            change_endpoint(_known()[item["name"]], details, by=by)
        else:
            create_endpoint(details, by=by)
    except WebhookRefused as refusal:
        raise ValueError(str(refusal)) from refusal


def register() -> None:
    """Register the section of the webhooks room."""
    fields: dict[str, Any] = {
        "name": text(80, is_required=True), "url": text(2000, is_required=True),
        "events": several(text(60), is_sorted=True), "teams": several(text(80), is_sorted=True), "active": flag,
    }  # fmt: skip
    usual: Item = {"events": [], "teams": [], "active": True}
    register_section(Section("webhooks", fields, _dump, _write, ("name",), usual), order=80)
