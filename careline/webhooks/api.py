"""The API's part of webhooks: endpoints, their log, tests, sending again."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja import Status as Answer
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf, seal, unseal_id
from careline.core.api.values import BodyId, Cursor, Flag, Given, Id, Line, Moment, Shown
from careline.webhooks.actions.rotate_secret import rotate_secret
from careline.webhooks.actions.save_endpoint import (
    EndpointDetails,
    change_endpoint,
    create_endpoint,
    remove_endpoint,
)
from careline.webhooks.actions.send_again import send_again, send_test
from careline.webhooks.models import Delivery, Endpoint
from careline.webhooks.queries import PAGE, access_delivery, access_endpoint, deliveries_of, endpoints_for

router = Router(tags=["Webhooks"])
MANAGE = Bearer(Scope.MANAGE_WEBHOOKS)


class WebhookShown(Shown):
    """An address that is told what happens. Its secret is shown only when it is made or rotated."""

    id: int
    name: str
    url: str
    types: list[str]
    team_ids: list[int]
    is_active: bool
    disabled_reason: str
    failing_since: Moment | None
    created_at: Moment


class SecretShown(Shown):
    """The secret to check signatures with, shown this once."""

    id: int
    secret: str


class AttemptShown(Shown):
    """One attempt to hand a delivery over."""

    at: Moment
    status: int | None
    duration_ms: int
    error: str
    response: str


class DeliveryShown(Shown):
    """One event on its way to one webhook. `key` is the `webhook-id`."""

    id: int
    key: str
    event_id: int | None
    type: str
    subject: str
    state: str
    attempts: int
    due_at: Moment
    created_at: Moment
    done_at: Moment | None


class DeliveryDetailShown(DeliveryShown):
    """One delivery with what is sent, and how each attempt went, latest first."""

    payload: str
    log: list[AttemptShown]

    @staticmethod
    def resolve_log(delivery: Delivery) -> list[Any]:
        """The attempts."""
        return list(delivery.log.all())


class WebhookGiven(Given):
    """All about a webhook: without `types` it is told everything, without `team_ids` of all teams."""

    url: Annotated[str, Field(pattern=r"^https?://[!-~]+$", max_length=2000)]
    name: Line = ""
    types: Annotated[list[Annotated[str, Field(pattern=r"^[a-z_.]{1,60}$")]], Field(max_length=200)] = []
    team_ids: Annotated[list[BodyId], Field(max_length=200)] = []
    is_active: Flag = True

    def details(self) -> EndpointDetails:
        """As the action takes it."""
        return EndpointDetails(self.name, self.url, tuple(self.types), tuple(self.team_ids), self.is_active)


class Asked(Given):
    """Which deliveries."""

    state: Annotated[str, Field(pattern=r"^(waiting|sending|delivered|failed)$")] | None = None
    cursor: Cursor = None


@router.get(
    "/webhooks",
    response=reading(PageOf[WebhookShown]),
    auth=MANAGE,
    operation_id="listWebhooks",
    summary="Webhooks",
)
def list_all(request: HttpRequest) -> dict[str, Any]:
    """All webhooks by name. One page."""
    return {"items": list(endpoints_for(caller_of(request)))}


@router.post(
    "/webhooks", response=changing(SecretShown, status=201), auth=MANAGE, operation_id="createWebhook",
    summary="Make a webhook",
)  # fmt: skip
def create(request: HttpRequest, given: WebhookGiven) -> Any:
    """Make a webhook, which is told what happens from now on; shows its secret, this once."""
    endpoint, secret = create_endpoint(given.details(), by=caller_of(request))
    return Answer(201, {"id": endpoint.pk, "secret": secret})


@router.get(
    "/webhooks/{webhook_id}", response=reading(WebhookShown, 404), auth=MANAGE, operation_id="getWebhook",
    summary="One webhook",
)  # fmt: skip
def get_one(request: HttpRequest, webhook_id: Id) -> Endpoint:
    """One webhook."""
    return access_endpoint(caller_of(request), webhook_id)


@router.put(
    "/webhooks/{webhook_id}", response=changing(WebhookShown, 404), auth=MANAGE, operation_id="changeWebhook",
    summary="Change a webhook",
)  # fmt: skip
def put(request: HttpRequest, webhook_id: Id, given: WebhookGiven) -> Endpoint:
    """Say all about a webhook anew."""
    agent = caller_of(request)
    return change_endpoint(access_endpoint(agent, webhook_id), given.details(), by=agent)


@router.delete(
    "/webhooks/{webhook_id}", response=changing(None, 404, status=204), auth=MANAGE, operation_id="removeWebhook",
    summary="Remove a webhook",
)  # fmt: skip
def remove(request: HttpRequest, webhook_id: Id) -> Any:
    """Remove a webhook with its log."""
    agent = caller_of(request)
    remove_endpoint(access_endpoint(agent, webhook_id), by=agent)
    return Answer(204, None)


@router.post(
    "/webhooks/{webhook_id}/secret", response=changing(SecretShown, 404), auth=MANAGE,
    operation_id="rotateWebhookSecret", summary="Make a new secret",
)  # fmt: skip
def rotate(request: HttpRequest, webhook_id: Id) -> dict[str, Any]:
    """Make a new secret; the old one signs along for a day."""
    agent = caller_of(request)
    endpoint = access_endpoint(agent, webhook_id)
    return {"id": endpoint.pk, "secret": rotate_secret(endpoint, by=agent)}


@router.post(
    "/webhooks/{webhook_id}/test", response=changing(DeliveryShown, 404, status=201), auth=MANAGE,
    operation_id="testWebhook", summary="Send a test",
)  # fmt: skip
def test(request: HttpRequest, webhook_id: Id) -> Any:
    """Queue a delivery of the type `webhook.test`."""
    agent = caller_of(request)
    return Answer(201, send_test(access_endpoint(agent, webhook_id), by=agent))


@router.get(
    "/webhooks/{webhook_id}/deliveries", response=reading(PageOf[DeliveryShown], 404), auth=MANAGE,
    operation_id="listDeliveries", summary="A webhook's log",
)  # fmt: skip
def list_deliveries(request: HttpRequest, webhook_id: Id, asked: Query[Asked]) -> dict[str, Any]:
    """What was sent to a webhook, newest first, in pages of 50. Kept for thirty days."""
    agent = caller_of(request)
    endpoint = access_endpoint(agent, webhook_id)
    before = unseal_id("deliveries", asked.cursor)
    found = deliveries_of(agent, endpoint, before=before, state=asked.state or "")
    return {
        "items": found[:PAGE],
        "next_cursor": seal("deliveries", found[PAGE - 1].pk if len(found) > PAGE else 0),
    }


@router.get(
    "/deliveries/{delivery_id}", response=reading(DeliveryDetailShown, 404), auth=MANAGE, operation_id="getDelivery",
    summary="One delivery",
)  # fmt: skip
def get_delivery(request: HttpRequest, delivery_id: Id) -> Delivery:
    """One delivery with its attempts."""
    return access_delivery(caller_of(request), delivery_id)


@router.post(
    "/deliveries/{delivery_id}/replay", response=changing(DeliveryDetailShown, 404), auth=MANAGE,
    operation_id="replayDelivery", summary="Send a delivery again",
)  # fmt: skip
def replay(request: HttpRequest, delivery_id: Id) -> Delivery:
    """Send what was delivered or failed once more, with the same id."""
    agent = caller_of(request)
    send_again(access_delivery(agent, delivery_id), by=agent)
    return access_delivery(agent, delivery_id)
