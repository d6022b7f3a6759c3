"""Jobs of the customers room: exports, erasures, and what expires."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careline.customers.actions.erase_customer import erase
from careline.customers.actions.export_customer import expire_exports, write_export
from careline.customers.actions.run_import import forget_left_files, work_on

PATIENT = RetryStrategy(max_attempts=5, exponential_wait=5)


@app.task(name="careline.export_customer", queue="data", retry=PATIENT)
def export_later(export_id: int) -> None:
    """Write an export of everything that we hold about somebody."""
    write_export(export_id)


@app.task(name="careline.erase_customer", queue="data", retry=PATIENT, lock="erase")
def erase_later(erasure_id: int) -> None:
    """Erase a customer, as it was asked for."""
    erase(erasure_id)


@app.task(name="careline.import_table", queue="data", retry=PATIENT, lock="import")
def import_later(run_id: int) -> None:
    """Check or run a file that is brought in."""
    work_on(run_id)


@app.periodic(cron="17 * * * *", periodic_id="exports")
@app.task(name="careline.expire_exports", queueing_lock="expire_exports", pass_context=False)
def expire(timestamp: int) -> None:
    """Forget exports whose time is over, and files of imports that nobody went on with."""
    expire_exports()
    forget_left_files()
