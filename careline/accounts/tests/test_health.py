"""The health page: queues, jobs that failed, workers, services; and what administrators do about them."""

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.core.job_health import queues
from careline.core.models import Event, Heartbeat
from careline.core.tasks import seal
from careline.testing.world import make_message, make_ticket


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def failed(world):
    seal.configure(queueing_lock="other").defer(timestamp=1)
    job = ProcrastinateJob.objects.get(task_name="careline.seal")
    run("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", job.pk)
    run("UPDATE procrastinate_jobs SET status = 'failed', attempts = 3 WHERE id = %s", job.pk)
    return job.pk


def status(job):
    return ProcrastinateJob.objects.filter(pk=job).values_list("status", flat=True).first()


def test_queues_are_counted_by_what_they_do(world, failed):
    seal.configure(queueing_lock="one").defer(timestamp=2)
    seal.configure(queueing_lock="two", schedule_in={"hours": 1}).defer(timestamp=3)

    (queue,) = (one for one in queues() if one.name == "default")
    assert (queue.waiting, queue.later, queue.running, queue.failed) == (1, 1, 0, 1)
    assert queue.oldest_at is not None


def test_a_failed_job_is_run_again_once(client, world, failed):
    client.force_login(world.owner)
    assert "careline.seal" in client.get("/settings/health/").text
    for _n in range(2):
        client.post(f"/settings/health/jobs/{failed}/again/")
    assert status(failed) == "todo"
    assert Event.objects.filter(name="job.mended").count() == 1


def test_a_failed_job_of_which_another_waits_already_is_left_alone(client, world, failed):
    seal.configure(queueing_lock="other").defer(timestamp=2)
    client.force_login(world.owner)
    assert client.post(f"/settings/health/jobs/{failed}/again/").status_code == 302
    assert status(failed) == "failed"


def test_a_failed_job_is_given_up_and_one_that_runs_is_not(client, world, failed):
    client.force_login(world.owner)
    seal.configure(queueing_lock="one").defer(timestamp=2)
    other = ProcrastinateJob.objects.exclude(pk=failed).get()

    client.post(f"/settings/health/jobs/{failed}/end/")
    client.post(f"/settings/health/jobs/{other.pk}/end/")

    assert status(failed) is None
    assert status(other.pk) == "todo"


@pytest.mark.parametrize("who", ["manager", "lead", "ana", "auditor"])
def test_others_mend_nothing(client, world, failed, who):
    client.force_login(getattr(world, who))
    for act in ("again", "end"):
        assert client.post(f"/settings/health/jobs/{failed}/{act}/").status_code == 403
    assert status(failed) == "failed"


def test_without_a_worker_the_page_says_so(client, world):
    client.force_login(world.owner)
    assert "No worker is at work" in client.get("/settings/health/").text
    run("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert "One worker is at work" in client.get("/settings/health/").text


def test_a_service_that_complains_is_shown_with_its_words(client, world):
    from django.utils import timezone

    Heartbeat.objects.create(name="service:imap", at=timezone.now(), detail={"error": "<b>no route</b>"})
    client.force_login(world.owner)
    page = client.get("/settings/health/").text
    assert "&lt;b&gt;no route" in page
    assert "not working" in page


def test_what_did_not_go_out_is_shown_and_sent_again(client, world):
    ticket = make_ticket(world.complaints, world.customer)
    message = make_message(ticket, agent=world.cleo, state="failed")
    client.force_login(world.owner)
    assert f"#{ticket.pk}" in client.get("/settings/health/").text

    client.post(f"/settings/outbox/{message.pk}/again/")
    message.refresh_from_db()
    assert message.state == "queued"


def test_nobody_sends_again_what_they_do_not_see(client, world):
    message = make_message(make_ticket(world.complaints, world.customer), agent=world.cleo, state="failed")
    client.force_login(world.ana)
    assert client.post(f"/settings/outbox/{message.pk}/again/").status_code == 404
    client.force_login(world.auditor)
    assert client.post(f"/settings/outbox/{message.pk}/again/").status_code == 403


def test_the_page_costs_the_same_however_much_failed(client, world, django_assert_max_num_queries):
    ticket = make_ticket(world.support, world.customer)
    for _n in range(5):
        make_message(ticket, agent=world.ana, state="failed")
    client.force_login(world.owner)
    client.get("/settings/health/")
    with django_assert_max_num_queries(17):
        client.get("/settings/health/")
