"""The list of organisations, and one organisation's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.customers.actions.change_organisation import change_organisation, create_organisation
from careline.customers.contracts import CustomersRefused
from careline.customers.forms import OrganisationForm
from careline.customers.models import Organisation
from careline.customers.queries.browse import PAGE, browse_customers, organisations
from careline.customers.views.asking import number, words_of


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Show organisations by name, or those that some words find; further ones as a part."""
    agent = agent_of(request)
    agent.require(Right.READ_TICKETS)
    words, after = words_of(request), words_of(request, "after")
    rows = list(organisations(agent, words=words, after=after)[: PAGE + 1])
    start = urlencode({"q": words, "after": rows[PAGE - 1].name}) if len(rows) > PAGE else ""
    more_url = f"{reverse('customers:organisations')}?{start}" if start else ""
    is_part = bool(after and request.headers.get("HX-Request"))
    return render(
        request,
        "customers/_organisation_rows.html" if is_part else "customers/organisations.html",
        {
            "organisations": rows[:PAGE],
            "more_url": more_url,
            "words": words,
            "may_change": agent.may(Right.CHANGE_CUSTOMERS),
        },
    )


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one organisation with its customers, as far as the person may see them."""
    agent = agent_of(request)
    agent.require(Right.READ_TICKETS)
    found = get_object_or_404(organisations(agent), pk=pk)
    before = number(request.GET.get("before", ""))
    stretch = browse_customers(agent, organisation_id=pk, before=before)
    here = reverse("customers:organisation", kwargs={"pk": pk})
    shown = {
        "organisation": found,
        "customers": stretch.customers,
        "more_url": f"{here}?before={stretch.next_before}" if stretch.next_before else "",
        "may_change": agent.may(Right.CHANGE_CUSTOMERS),
    }
    is_part = bool(before and request.headers.get("HX-Request"))
    return render(request, "customers/_rows.html" if is_part else "customers/organisation.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_organisation(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Change an organisation, or without a number make one."""
    agent = agent_of(request)
    agent.require(Right.CHANGE_CUSTOMERS)
    found = get_object_or_404(Organisation, pk=pk) if pk else None
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=_said(found))
    if request.method == "POST" and form.is_valid():
        try:
            if found:
                change_organisation(found, details=form.details(), by=agent)
            else:
                found = create_organisation(details=form.details(), by=agent)
            return redirect("customers:organisation", pk=found.pk)
        except CustomersRefused as refusal:
            form.add_error("domains", str(refusal))
    shown = {"organisation": found, "form": form}
    return render(request, "customers/edit_organisation.html", shown, status=422 if form.errors else 200)


def _said(found: Organisation | None) -> dict[str, object]:
    if found is None:
        return {}
    domains = "\n".join(found.domains.order_by("domain").values_list("domain", flat=True))
    return {"name": found.name, "notes": found.notes, "domains": domains, "is_shared": found.is_shared}
