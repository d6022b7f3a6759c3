"""Jobs of the tickets app: retention by the clock; orders for many tickets, in slices that let a worker end in time."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careline.tickets.actions.bulk_act import act
from careline.tickets.actions.bulk_work import work_off
from careline.tickets.actions.retention import run_retention

SLICE_SECONDS = 8.0
PATIENT = RetryStrategy(max_attempts=8, exponential_wait=3)


@app.periodic(cron="23 2 * * *", periodic_id="retention")
@app.task(name="careline.retention", queue="data", queueing_lock="retention", pass_context=False)
def retain(timestamp: int) -> None:
    """Erase what was said in tickets that are older than the retention rules allow."""
    run_retention()


@app.task(name="careline.bulk", queue="events", retry=PATIENT)
def work_off_bulk(run_id: int) -> None:
    """Do a slice of an order, and put the rest in line again. Run twice, each ticket is done once."""
    if work_off(run_id, act=act, seconds=SLICE_SECONDS):
        defer_bulk(run_id)


def defer_bulk(run_id: int) -> None:
    """Put an order in line, in the running transaction."""
    work_off_bulk.configure(lock=f"bulk:{run_id}").defer(run_id=run_id)
