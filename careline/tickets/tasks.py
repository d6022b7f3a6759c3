"""Jobs of the tickets app by the clock."""

from procrastinate.contrib.django import app

from careline.tickets.actions.retention import run_retention


@app.periodic(cron="23 2 * * *", periodic_id="retention")
@app.task(name="careline.retention", queue="data", queueing_lock="retention", pass_context=False)
def retain(timestamp: int) -> None:
    """Erase what was said in tickets that are older than the retention rules allow."""
    run_retention()
