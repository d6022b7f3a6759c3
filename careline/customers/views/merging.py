"""Merging two records of one person, undoing it, and blocking a sender."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.customers.actions.block_sender import block_sender, unblock_sender
from careline.customers.actions.merge_customers import merge_customers, unmerge_customers
from careline.customers.contracts import CustomersRefused
from careline.customers.queries import access_customer, find_customers
from careline.customers.queries.browse import load_customers
from careline.customers.views.asking import number, words_of
from careline.customers.views.customers import name_of


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for the other record of a person, and merge it into this one."""
    agent = agent_of(request)
    agent.require(Right.CHANGE_CUSTOMERS)
    found = access_customer(agent, pk)
    if request.method == "POST":
        source = access_customer(agent, number(request.POST.get("other", "")))
        try:
            merge_customers(source, into=found, by=agent)
            messages.success(request, _("Merged. You can undo it on this page."))
            return redirect("customers:customer", pk=found.pk)
        except CustomersRefused as refusal:
            messages.error(request, str(refusal))
    words = words_of(request)
    ids = [one.id for one in find_customers(agent, words) if one.id != found.pk] if words else []
    shown = {"customer": found, "title": name_of(found), "words": words, "others": load_customers(agent, ids)}
    return render(request, "customers/merge.html", shown)


@require_POST
def undo_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Make two customers of one again."""
    agent = agent_of(request)
    try:
        source = unmerge_customers(pk, by=agent)
        messages.success(request, _("They are two again."))
        return redirect("customers:customer", pk=source.pk)
    except CustomersRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("customers:customers")


@require_POST
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold back what one of a customer's addresses sends from now on, or let it in again."""
    agent = agent_of(request)
    found = access_customer(agent, pk)
    identity = get_object_or_404(found.identities, pk=number(request.POST.get("identity", "")), kind="email")
    if request.POST.get("let_in"):
        unblock_sender(identity.normalised, by=agent)
        messages.success(request, _("Mail from %(who)s comes in again.") % {"who": identity.value})
    else:
        block_sender(identity.normalised, by=agent)
        messages.success(request, _("Mail from %(who)s is held back from now on.") % {"who": identity.value})
    return redirect("customers:customer", pk=found.pk)
