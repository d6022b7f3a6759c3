"""Jobs of the workforce: the end of an absence comes by itself, when nobody does anything."""

from datetime import datetime

from procrastinate.contrib.django import app


@app.task(name="careline.absence_over", queue="events", pass_context=False)
def absence_over(absence_id: int) -> None:
    """Tell that an absence is over; nothing where it was told, taken back, or lasts longer by now."""
    from careline.workforce.actions.plan_absence import end_absence

    end_absence(absence_id)


def defer_end(absence_id: int, ends_at: datetime) -> None:
    """Have it looked at when its end comes, as it is said now; in the running transaction."""
    absence_over.configure(schedule_at=ends_at).defer(absence_id=absence_id)
