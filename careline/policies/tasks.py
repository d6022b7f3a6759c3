"""Jobs of service targets: computing clocks of what is open anew after a policy, business hours or a customer changed."""

from collections.abc import Sequence

from procrastinate.contrib.django import app

from careline.policies.contracts import Whose

SLICE = 200
HEARD_SECONDS = 12  # every process reads policies and hours again within ten


@app.task(name="careline.clocks", queue="events", pass_context=False)
def recompute(
    after: int = 0, cause_id: int = 0, customer_ids: Sequence[int] = (), organisation_id: int = 0
) -> None:
    """Compute a slice of the open tickets anew, by number, and put the rest in line again. Run twice, nothing changes twice."""
    from careline.policies.actions.recompute import recompute_slice

    whose = Whose(tuple(customer_ids), organisation_id)
    last = recompute_slice(after, limit=SLICE, cause_id=cause_id, whose=whose)
    if last:
        recompute.configure(lock="clocks").defer(
            after=last, cause_id=cause_id, customer_ids=[*customer_ids], organisation_id=organisation_id
        )


def defer_recomputing(cause_id: int) -> None:
    """Put it in line, in the running transaction; it begins once every process has heard of the change."""
    recompute.configure(lock="clocks", schedule_in={"seconds": HEARD_SECONDS}).defer(
        after=0, cause_id=cause_id
    )


def defer_recomputing_of(whose: Whose, cause_id: int) -> None:
    """Put it in line for the tickets of some customers or an organisation, in the running transaction."""
    recompute.configure(lock="clocks").defer(
        after=0, cause_id=cause_id, customer_ids=[*whose.customer_ids], organisation_id=whose.organisation_id
    )
