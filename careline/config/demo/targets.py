"""What the demo company promises: a policy for accidents and the like, and one for everybody; and how it has fared."""

from django.db.models import F, Q

from careline.accounts.models import Agent
from careline.config.demo.back import tell_as_kept
from careline.policies.actions.check_policy import PolicyDetails
from careline.policies.actions.fire_due import fire_due
from careline.policies.actions.keep_clocks import keep_clocks
from careline.policies.actions.recompute import recompute_slice
from careline.policies.actions.save_policy import create_policy
from careline.policies.actions.suggest_policy import suggest_policy
from careline.policies.contracts import Kind, Step, Target
from careline.policies.models import Clock
from careline.policies.queries.policies import forget_policies
from careline.tickets.models import Status, Ticket
from careline.tickets.queries.conditions import Condition, Conditions, Group

MINUTE, HOUR, AT_ONCE = 60, 3600, 200
_URGENT = Conditions(
    "all",
    (Group("any", (Condition("priority", "is", ["urgent"]), Condition("type", "is", ["complaint"]))),),
)
_SOON = (
    Target(
        Kind.FIRST_RESPONSE,
        dict.fromkeys((1, 2, 3, 4), 45 * MINUTE),
        (Step(-15 * MINUTE, "notify", ("assignee",)), Step(30 * MINUTE, "notify", ("lead",))),
    ),
    Target(Kind.NEXT_RESPONSE, dict.fromkeys((1, 2, 3, 4), 2 * HOUR)),
    Target(Kind.PERIODIC_UPDATE, dict.fromkeys((1, 2, 3, 4), 24 * HOUR)),
)


def make_targets(*, by: Agent) -> None:
    """Make the policies, before anything is told: a clock that is made at once is computed anew when its ticket lies in the past."""
    create_policy(PolicyDetails("Accidents and complaints", _URGENT, _SOON, is_business=False), by=by)
    suggest_policy(by=by)
    forget_policies()


def set_clocks() -> None:
    """Compute all clocks once every ticket lies where it lay in time; those of solved tickets too, whatever was made too early goes."""
    solved = [*Ticket.objects.filter(status__gte=Status.SOLVED).values_list("pk", flat=True)]
    keep_clocks(solved)
    last = 0
    while last := recompute_slice(last, limit=AT_ONCE):
        pass
    while fire_due():
        pass
    too_late = Q(ticket_id__in=solved, started_at__gt=F("ticket__updated_at"))
    Clock.objects.filter(too_late | Q(state=Clock.State.CANCELLED)).delete()
    tell_as_kept()
