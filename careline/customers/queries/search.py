"""Finding customers by parts of their name or address, with typing errors forgiven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest, Upper

from careline.accounts.contracts import Right
from careline.customers.models import Customer, Identity, Organisation, OrganisationDomain

if TYPE_CHECKING:
    from careline.accounts.models import Agent

CLOSE_ENOUGH = 0.45


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """One customer found, as a list or a completion shows them."""

    id: int
    name: str
    email: str
    organisation: str


@dataclass(frozen=True, slots=True)
class FoundOrganisation:
    """One organisation found, with its first domain ("" without one)."""

    id: int
    name: str
    domain: str


def find_customers(agent: Agent, words: str, *, limit: int = 20) -> list[FoundCustomer]:
    """The visible customers whose name or address is closest to some words, best first; none for no words."""
    words = " ".join(words.split())[:100]
    if not words:
        return []
    visible = Customer.objects.visible_to(agent).filter(merged_into=None)
    upper = words.upper()
    whole, part = TrigramSimilarity(Upper("name"), upper), TrigramWordSimilarity(upper, Upper("name"))
    by_name = visible.annotate(upper=Upper("name"), closeness=Greatest(whole, part))
    named = by_name.filter((_near(upper) & Q(closeness__gte=CLOSE_ENOUGH)) | Q(name__icontains=words))
    named = named.order_by("-closeness", "-pk")
    ids = [*named.values_list("pk", flat=True)[:limit]]
    written = Identity.objects.filter(normalised__contains=words.lower(), customer__in=visible).order_by(
        "-pk"
    )
    ids += [one for one in written.values_list("customer_id", flat=True)[:limit] if one not in ids]
    return _found([*dict.fromkeys(ids)][:limit])


def find_organisations(agent: Agent, words: str, *, limit: int = 20) -> list[FoundOrganisation]:
    """The organisations whose name or domain is closest to some words, best first; none for no words."""
    words = " ".join(words.split())[:100]
    if not words or not agent.may(Right.READ_TICKETS):
        return []
    upper = words.upper()
    whole, part = TrigramSimilarity(Upper("name"), upper), TrigramWordSimilarity(upper, Upper("name"))
    near = Q(closeness__gte=CLOSE_ENOUGH) | Q(name__icontains=words)
    rows = Organisation.objects.annotate(closeness=Greatest(whole, part))
    rows = rows.filter(near | Q(pk__in=_of_domain(words))).prefetch_related("domains")
    found = rows.order_by("-closeness", "-pk")[:limit]
    return [FoundOrganisation(one.pk, one.name, _first_domain(one)) for one in found]


def _of_domain(words: str) -> QuerySet[OrganisationDomain, Any]:
    return OrganisationDomain.objects.filter(domain__contains=words.lower()).values("organisation_id")


def _first_domain(organisation: Organisation) -> str:
    domains = sorted(one.domain for one in organisation.domains.all())
    return domains[0] if domains else ""


def _near(upper: str) -> Q:
    """One of the words is much like one in the name; cheaper by the index than likeness of the whole."""
    near = Q(upper__trigram_word_similar=upper)
    for word in upper.split()[:5]:
        near |= Q(upper__trigram_word_similar=word)
    return near


def _found(ids: list[int]) -> list[FoundCustomer]:
    rows = Customer.objects.filter(pk__in=ids).select_related("organisation").prefetch_related("identities")
    by_id = {customer.pk: customer for customer in rows}
    return [_shown(by_id[one]) for one in ids]


def _shown(customer: Customer) -> FoundCustomer:
    emails = [i.value for i in customer.identities.all() if i.kind == "email"]
    organisation = customer.organisation.name if customer.organisation else ""
    return FoundCustomer(customer.pk, customer.name, emails[0] if emails else "", organisation)
