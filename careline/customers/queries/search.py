"""Finding customers by parts of their name or address, with typing errors forgiven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, Upper

from careline.accounts.contracts import Right
from careline.customers.models import Customer, Identity, Organisation, OrganisationDomain

if TYPE_CHECKING:
    from careline.accounts.models import Agent

CLOSE_ENOUGH = 0.45
_Named = TypeVar("_Named", Customer, Organisation)


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
    ids = [*_by_name(visible, words).values_list("pk", flat=True)[:limit]]
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
    domains = OrganisationDomain.objects.filter(organisation=OuterRef("pk")).order_by("domain")
    known = Organisation.objects.annotate(first=Subquery(domains.values("domain")[:1]))
    rows = [*_by_name(known, words)[:limit]]
    if len(rows) < limit:
        owners = OrganisationDomain.objects.filter(domain__contains=words.lower()).values("organisation_id")
        rows += known.filter(pk__in=owners).order_by("-pk")[:limit]
    found = {one.pk: FoundOrganisation(one.pk, one.name, getattr(one, "first", None) or "") for one in rows}
    return [*found.values()][:limit]


def _by_name(rows: QuerySet[_Named], words: str) -> QuerySet[_Named]:
    """Those whose name is close to the words, the closest first; an index of trigrams finds them."""
    upper = words.upper()
    whole, part = TrigramSimilarity(Upper("name"), upper), TrigramWordSimilarity(upper, Upper("name"))
    rows = rows.annotate(upper=Upper("name"), closeness=Greatest(whole, part))
    rows = rows.filter((_near(upper) & Q(closeness__gte=CLOSE_ENOUGH)) | Q(name__icontains=words))
    return rows.order_by("-closeness", "-pk")


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
