"""The list of customers, and one customer's page."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.customers.actions.edit_customer import edit_customer
from careline.customers.actions.set_organisation import set_organisation
from careline.customers.contracts import CustomersRefused
from careline.customers.forms import CustomerForm
from careline.customers.kinds import BY_HAND, CONSENT_CHANNELS, KIND_NAMES
from careline.customers.languages import language_name
from careline.customers.models import Customer, Identity
from careline.customers.queries import access_customer, find_customers
from careline.customers.queries.access import is_blocked
from careline.customers.queries.browse import browse_customers, load_customers, open_merges
from careline.customers.queries.consents import latest_consents
from careline.customers.queries.history import history
from careline.customers.views.asking import number, words_of
from careline.customers.views.phrases import happened_words


@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """Show customers, newest first, or those that some words find; further ones as a part."""
    agent, words = agent_of(request), words_of(request)
    agent.require(Right.READ_TICKETS)
    before = number(request.GET.get("before", ""))
    if words:
        found = [one.id for one in find_customers(agent, words, limit=50)]
        shown, more_url = load_customers(agent, found), ""
    else:
        stretch = browse_customers(agent, before=before)
        shown = stretch.customers
        more_url = (
            f"{reverse('customers:customers')}?before={stretch.next_before}" if stretch.next_before else ""
        )
    is_part = bool(before and request.headers.get("HX-Request"))
    return render(
        request,
        "customers/_rows.html" if is_part else "customers/customers.html",
        {"customers": shown, "more_url": more_url, "words": words},
    )


@require_safe
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one customer. The number of a merged one leads to the one that remains."""
    agent = agent_of(request)
    found = access_customer(agent, pk)
    if found.pk != pk:
        return redirect("customers:customer", pk=found.pk)
    may_change = agent.may(Right.CHANGE_CUSTOMERS)
    shown = {
        "customer": found,
        "title": name_of(found),
        "identities": [_identity(one) for one in found.identities.order_by("pk")],
        "spoken": language_name(found.language),
        "there_now": _there_now(found.time_zone),
        "merges": open_merges(found) if may_change else (),
        "may_change": may_change,
        "may_manage_data": agent.may(Right.MANAGE_DATA) and agent.sees_every_team,
        "kinds": [(kind, KIND_NAMES[kind]) for kind in BY_HAND],
        "channels": CONSENT_CHANNELS.items(),
        "consents": [(CONSENT_CHANNELS.get(one.channel, one.channel), one) for one in latest_consents(found)],
        "history": [(happened_words(one.event), one) for one in history(found)],
    }
    return render(request, "customers/customer.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a customer."""
    agent = agent_of(request)
    agent.require(Right.CHANGE_CUSTOMERS)
    found = access_customer(agent, pk)
    said = {name: getattr(found, name) for name in ("name", "language", "time_zone", "notes")}
    said |= {"tags": ", ".join(found.tags)}
    said |= {"organisation": found.organisation.name if found.organisation else ""}
    form = CustomerForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                edit_customer(found, form.edit(), by=agent)
                set_organisation(found, form.cleaned_data["organisation"], by=agent)
            return redirect("customers:customer", pk=found.pk)
        except CustomersRefused as refusal:
            form.add_error(None, str(refusal))
    shown = {"customer": found, "title": name_of(found), "form": form}
    return render(request, "customers/edit.html", shown, status=422 if form.errors else 200)


def name_of(customer: Customer) -> str:
    """How a customer is called in a heading: by name, by address, or by number."""
    identity = None if customer.name else customer.identities.order_by("pk").first()
    return customer.name or (
        identity.value if identity else _("Customer %(number)s") % {"number": customer.pk}
    )


def _identity(row: Identity) -> dict[str, object]:
    return {
        "row": row,
        "kind_name": KIND_NAMES.get(row.kind, row.kind),
        "is_blocked": row.kind == "email" and is_blocked(row.value) is not None,
    }


def _there_now(zone: str) -> str:
    try:
        return date_format(timezone.now().astimezone(ZoneInfo(zone)), "H:i") if zone else ""
    except (ZoneInfoNotFoundError, ValueError):
        return ""
