"""Jobs of service targets: computing the clocks of everything open anew after a policy or business hours changed."""

from procrastinate.contrib.django import app

SLICE = 200
HEARD_SECONDS = 12  # every process reads policies and hours again within ten


@app.task(name="careline.clocks", queue="events", pass_context=False)
def recompute(after: int = 0, cause_id: int = 0) -> None:
    """Compute a slice of the open tickets anew, by number, and put the rest in line again. Run twice, nothing changes twice."""
    from careline.policies.actions.recompute import recompute_slice

    last = recompute_slice(after, limit=SLICE, cause_id=cause_id)
    if last:
        recompute.configure(lock="clocks").defer(after=last, cause_id=cause_id)


def defer_recomputing(cause_id: int) -> None:
    """Put it in line, in the running transaction; it begins once every process has heard of the change."""
    recompute.configure(lock="clocks", schedule_in={"seconds": HEARD_SECONDS}).defer(
        after=0, cause_id=cause_id
    )
