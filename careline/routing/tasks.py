"""Jobs of routing. None runs inside a transaction of its own: each ticket they touch has one, so no two are ever locked together."""

from datetime import datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careline.routing.actions.adopt import adopt
from careline.routing.actions.cover import cover, cover_came
from careline.routing.actions.mind_return import mind_return
from careline.routing.actions.route import route
from careline.routing.actions.route_waiting import route_for

PATIENT = RetryStrategy(max_attempts=6, exponential_wait=3)
SLICE = 100
HEARD_SECONDS = 7  # every process reads queues again within five


@app.task(name="careline.routing", queue="events", retry=PATIENT)
def look(ticket_id: int, spoke: bool = False, freed: int = 0, returned: int = 0) -> None:
    """Look at a ticket to which something happened. Run twice, nothing happens twice.

    `spoke`: its customer has the last word now; `freed`: whose hands became freer; `returned`: who gave it back.
    """
    if returned:
        mind_return(ticket_id, returned)
    if not (spoke and cover(ticket_id)):
        route(ticket_id)
    if freed:
        route_for(freed)


@app.task(name="careline.routing_for", queue="events", retry=PATIENT)
def look_for(agent_id: int) -> None:
    """See what somebody could take who became available, or can take more; what they cover for first."""
    cover_came(agent_id)
    route_for(agent_id)


@app.task(name="careline.routing_all", queue="events", retry=PATIENT)
def look_at_all(after: int = 0) -> None:
    """Look at a slice of what is in nobody's hands, by number, and put the rest in line again."""
    last = adopt(after, limit=SLICE)
    if last:
        look_at_all.configure(lock="routing").defer(after=last)


def look_later(ticket_id: int, *, spoke: bool = False, freed: int = 0, returned: int = 0) -> None:
    """Put a look at a ticket in line, in the running transaction, behind what is to be done with the ticket before."""
    look.configure(lock=f"ticket:{ticket_id}").defer(
        ticket_id=ticket_id, spoke=spoke, freed=freed, returned=returned
    )


def look_later_at(ticket_id: int, at: datetime) -> None:
    """Put a look at a ticket in line for later. It has no lock: what has one keeps all behind it waiting until its time."""
    look.configure(schedule_at=at).defer(ticket_id=ticket_id, spoke=True)


def look_for_later(agent_id: int) -> None:
    """Put a look at what somebody could take in line, in the running transaction."""
    look_for.configure(lock=f"routing:{agent_id}").defer(agent_id=agent_id)


def look_at_all_later() -> None:
    """Put a look at everything unassigned in line; it begins once every process has heard of the change."""
    look_at_all.configure(lock="routing", schedule_in={"seconds": HEARD_SECONDS}).defer(after=0)
