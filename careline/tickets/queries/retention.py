"""Which tickets a retention rule is about."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from careline.customers.queries.personal_data import held_customer_ids
from careline.tickets.models import Status, Ticket
from careline.tickets.models.retention import RetentionRule


def due_tickets(rule: RetentionRule) -> QuerySet[Ticket]:
    """The solved and closed tickets whose words the rule ends now, oldest first; none of people under legal hold."""
    named = RetentionRule.objects.exclude(ticket_type="").values("ticket_type")
    types = Q(type=rule.ticket_type) if rule.ticket_type else ~Q(type__in=named)
    before = timezone.now() - timedelta(days=rule.after_days)
    done = Ticket.objects.filter(types, status__gte=Status.SOLVED, solved_at__lt=before, erased_at=None)
    return done.exclude(customer_id__in=held_customer_ids()).order_by("pk")


def rules_with_counts() -> list[tuple[RetentionRule, int]]:
    """Every rule, and how many tickets it would erase if it ran now."""
    rules = RetentionRule.objects.select_related("changed_by").order_by("ticket_type")
    return [(rule, due_tickets(rule).count()) for rule in rules]
