"""An import whose worker is killed (SIGKILL) in the middle: taken up again, nothing is missing and nothing doubled."""

import time

import pytest

from careline.customers.actions.run_import import prepare_import, start_import, work_on
from careline.customers.models import Customer, ImportRun
from careline.testing.killing import end, start_python
from careline.testing.world import make_world

pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.crash, pytest.mark.slow(seconds=30), pytest.mark.timeout(300),
]  # fmt: skip
ROWS = 1_500
SCRIPT = """
import sys
import django
django.setup()
from careline.customers.actions.run_import import work_on
work_on(int(sys.argv[1]))
"""


def killed_beyond(run_id: int, position: int) -> int:
    """Let a worker come beyond this row, kill it, and say how far it came."""
    worker, latest = start_python("-c", SCRIPT, run_id), time.monotonic() + 120
    while ImportRun.objects.get(pk=run_id).position <= position:
        assert time.monotonic() < latest and worker.poll() is None
        time.sleep(0.02)
    end(worker)
    return ImportRun.objects.get(pk=run_id).position


def test_an_import_whose_worker_is_killed_goes_on_and_brings_each_in_once():
    world = make_world()
    lines = ["external_id,name,email"] + [f"{n},Person {n},p{n}@x.example" for n in range(ROWS)]
    run = prepare_import("customers", file_name="a.csv", content="\n".join(lines).encode(), by=world.manager)
    start_import(run, run.mapping, is_check=False, by=world.manager)
    before = Customer.objects.count()
    first = killed_beyond(run.pk, 0)
    second = killed_beyond(run.pk, first)
    assert 0 < first < second < ROWS
    work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.made, run.refused) == ("done", ROWS, 0)
    assert Customer.objects.count() == before + ROWS
    assert Customer.objects.filter(name__startswith="Person ").values("name").distinct().count() == ROWS
