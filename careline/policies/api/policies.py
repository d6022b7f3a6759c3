"""The API's part of service policies: what tickets are owed, in which order that is asked, and writing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja import Status as Answer

from careline.accounts.contracts import Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Id
from careline.policies.actions.save_policy import change_policy, create_policy, order_policies, remove_policy
from careline.policies.api.given import OrderGiven, PolicyChangeGiven, PolicyGiven
from careline.policies.api.shown import PolicyShown
from careline.policies.models import ServicePolicy
from careline.policies.queries.settings import access_policy, policies_for

router = Router(tags=["Service targets"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.MANAGE_SERVICE)


@router.get(
    "/service-policies", response=reading(PageOf[PolicyShown]), auth=READ, operation_id="listServicePolicies",
    summary="Service policies",
)  # fmt: skip
def list_policies(request: HttpRequest) -> dict[str, Any]:
    """All service policies in the order in which they are asked, for who may manage them. One page."""
    return {"items": list(policies_for(caller_of(request)))}


@router.post(
    "/service-policies", response=changing(PolicyShown, status=201), auth=WRITE, operation_id="createServicePolicy",
    summary="Make a service policy",
)  # fmt: skip
def create(request: HttpRequest, given: PolicyGiven) -> Any:
    """Make a service policy, asked after those there are. Open tickets follow within a minute."""
    return Answer(201, create_policy(given.details(), by=caller_of(request)))


@router.put(
    "/service-policy-order", response=changing(PageOf[PolicyShown]), auth=WRITE, operation_id="orderServicePolicies",
    summary="Put service policies in order",
)  # fmt: skip
def put_order(request: HttpRequest, given: OrderGiven) -> dict[str, Any]:
    """Put the policies into this order. Open tickets follow within a minute."""
    order_policies(given.ids, by=caller_of(request))
    return list_policies(request)


@router.get(
    "/service-policies/{policy_id}", response=reading(PolicyShown, 404), auth=READ, operation_id="getServicePolicy",
    summary="One service policy",
)  # fmt: skip
def get_one(request: HttpRequest, policy_id: Id) -> ServicePolicy:
    """One service policy."""
    return access_policy(caller_of(request), policy_id)


@router.put(
    "/service-policies/{policy_id}", response=changing(PolicyShown, 404), auth=WRITE,
    operation_id="changeServicePolicy", summary="Change a service policy",
)  # fmt: skip
def put(request: HttpRequest, policy_id: Id, given: PolicyChangeGiven) -> ServicePolicy:
    """Say all about a service policy anew. Open tickets follow within a minute."""
    agent = caller_of(request)
    saved = access_policy(agent, policy_id)
    change_policy(saved.pk, given.details(), by=agent, version=given.version)
    return access_policy(agent, policy_id)


@router.delete(
    "/service-policies/{policy_id}", response=changing(None, 404, status=204), auth=WRITE,
    operation_id="removeServicePolicy", summary="Remove a service policy",
)  # fmt: skip
def remove(request: HttpRequest, policy_id: Id) -> Any:
    """Remove a service policy: its tickets fall to the next that fits."""
    agent = caller_of(request)
    remove_policy(access_policy(agent, policy_id).pk, by=agent)
    return Answer(204, None)
