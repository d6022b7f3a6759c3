"""What is told to whom: each event once, in order, signed, again and again until it is taken."""

import base64
import hashlib
import hmac
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from careline.core.models import Event
from careline.testing.world import make_ticket
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.set_subject import set_subject
from careline.tickets.models import Priority, Status, Ticket
from careline.webhooks.actions.claim_delivery import AT_ONCE, claim_delivery
from careline.webhooks.actions.deliver import LONGEST_FAILURE, SCHEDULE, deliver
from careline.webhooks.actions.follow_log import follow_log
from careline.webhooks.actions.rotate_secret import rotate_secret
from careline.webhooks.actions.save_endpoint import EndpointDetails, change_endpoint
from careline.webhooks.actions.send_again import send_again, send_test
from careline.webhooks.models import Attempt, Delivery, Endpoint
from careline.webhooks.signing import signature
from careline.webhooks.tasks import forget_deliveries

pytestmark = pytest.mark.django_db(transaction=True)
SUBJECT = ("ticket.subject_changed",)


def is_signed(hook, secret):
    """As the other side checks it (Standard Webhooks)."""
    signed = f"{hook.headers['webhook-id']}.{hook.headers['webhook-timestamp']}.".encode() + hook.body
    digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}" in hook.headers["webhook-signature"].split(" ")


def due_now():
    Delivery.objects.filter(state="waiting").update(due_at=timezone.now())


def test_the_signature_is_that_of_the_published_example():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    made = signature(secret, key="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330, body=body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_happens_is_told_signed_and_in_words(company, peer, make_hook, work):
    ticket = make_ticket(company.support, company.customer)
    _endpoint, secret = make_hook(types=("ticket.status_changed",))
    set_status(ticket, Status.PENDING, by=company.ana)
    set_priority(Ticket.objects.get(pk=ticket.pk), Priority.HIGH, by=company.ana)
    work()
    (hook,) = peer.came
    assert is_signed(hook, secret)
    assert hook.said["type"] == "ticket.status_changed"
    assert (hook.said["data"]["before"], hook.said["data"]["after"]) == ("new", "pending")
    assert hook.said["data"]["actor"] == {"kind": "agent", "id": company.ana.pk}
    assert Delivery.objects.get().state == "delivered"


def test_an_event_is_told_once_however_often_the_log_is_followed(company, peer, make_hook, work):
    ticket = make_ticket(company.support, company.customer)
    make_hook(types=SUBJECT)
    make_hook(types=SUBJECT)
    set_subject(ticket, "Once", by=company.ana)
    for _ in range(3):
        work()
    assert len(peer.came) == 2
    assert len(set(peer.keys())) == 2


def test_what_happened_before_is_not_told(company, peer, make_hook, work):
    ticket = make_ticket(company.support, company.customer)
    set_subject(ticket, "Before", by=company.ana)
    make_hook(types=SUBJECT)
    work()
    assert peer.came == []


def test_a_webhook_of_a_team_learns_of_no_other(company, peer, make_hook, work):
    mine = make_ticket(company.support, company.customer)
    hidden = make_ticket(company.complaints, company.customer)
    make_hook(team_ids=(company.support.pk,))
    set_subject(hidden, "Theirs", by=company.cleo)
    set_subject(mine, "Ours", by=company.ana)
    work()
    assert [hook.said["data"]["after"] for hook in peer.came] == ["Ours"]


def test_events_of_a_ticket_wait_for_the_one_before_and_other_tickets_do_not(company, peer, make_hook, work):
    one, other = (make_ticket(company.support, company.customer) for _ in range(2))
    make_hook(types=SUBJECT)
    set_subject(one, "First", by=company.ana)
    peer.statuses.append(500)
    work()
    set_subject(Ticket.objects.get(pk=one.pk), "Second", by=company.ana)
    set_subject(other, "Other", by=company.ana)
    work()
    assert [hook.said["data"]["after"] for hook in peer.came] == ["First", "Other"]
    due_now()
    work()
    assert [hook.said["data"]["after"] for hook in peer.came[2:]] == ["First", "Second"]
    assert peer.keys()[0] == peer.keys()[2]


def test_each_failure_is_tried_again_later_by_the_published_schedule_and_then_given_up(
    company, peer, make_hook
):
    ticket = make_ticket(company.support, company.customer)
    make_hook(types=SUBJECT)
    set_subject(ticket, "Never", by=company.ana)
    follow_log()
    peer.statuses.extend([500] * 20)
    for seconds in SCHEDULE:
        deliver(claim_delivery())
        row = Delivery.objects.get()
        waits = (row.due_at - timezone.now()).total_seconds()
        assert 0.85 * seconds - 1 < waits < 1.15 * seconds
        assert claim_delivery() is None
        due_now()
    deliver(claim_delivery())
    assert Delivery.objects.get().state == "failed"
    assert Attempt.objects.count() == len(SCHEDULE) + 1
    assert Attempt.objects.order_by("pk").first().response == "said 500"
    assert len(set(peer.keys())) == 1


def test_the_other_sides_wish_for_a_pause_is_kept(company, peer, make_hook, work):
    ticket = make_ticket(company.support, company.customer)
    make_hook(types=SUBJECT)
    set_subject(ticket, "Slowly", by=company.ana)
    peer.statuses.append(429)
    peer.headers["Retry-After"] = "120"
    work()
    assert Delivery.objects.get().due_at > timezone.now() + timedelta(seconds=110)


def test_a_redirect_is_not_followed(company, peer, make_hook, work):
    ticket = make_ticket(company.support, company.customer)
    make_hook(types=SUBJECT)
    set_subject(ticket, "Elsewhere", by=company.ana)
    peer.statuses.append(302)
    peer.headers["Location"] = peer.url
    work()
    assert len(peer.came) == 1
    assert Delivery.objects.get().state == "waiting"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://169.254.169.254/latest", "http://[::1]/", "http://10.0.0.8/", "http://localhost/"]
)  # fmt: skip
def test_addresses_inside_are_never_asked(company, settings, make_hook, work, url):
    ticket = make_ticket(company.support, company.customer)
    make_hook(url=url, types=SUBJECT)
    settings.CARELINE_HTTP_ALLOWED_NETWORKS = []
    set_subject(ticket, "Inside", by=company.ana)
    work()
    attempt = Attempt.objects.get()
    assert (attempt.status, attempt.error.split(":")[0]) == (None, "Blocked")


def test_while_the_secret_changes_both_sign_and_after_a_day_only_the_new_one(company, peer, make_hook, work):
    endpoint, old = make_hook(types=SUBJECT)
    new = rotate_secret(endpoint, by=company.owner)
    assert new != old
    send_test(endpoint, by=company.owner)
    work()
    Endpoint.objects.update(old_secret_until=timezone.now())
    send_test(endpoint, by=company.owner)
    work()
    first, second = peer.came
    assert (is_signed(first, old), is_signed(first, new)) == (True, True)
    assert (is_signed(second, old), is_signed(second, new)) == (False, True)


def test_the_secret_is_not_readable_in_the_database(company, make_hook):
    _endpoint, secret = make_hook()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM webhooks_endpoint")
        assert secret not in cursor.fetchone()[0]


def test_after_days_of_failure_a_webhook_is_switched_off_and_that_is_an_event(company, peer, make_hook, work):
    ticket = make_ticket(company.support, company.customer)
    endpoint, _secret = make_hook(types=SUBJECT)
    peer.statuses.extend([500, 500])
    set_subject(ticket, "Tried", by=company.ana)
    work()
    Endpoint.objects.update(failing_since=timezone.now() - LONGEST_FAILURE - timedelta(hours=1))
    due_now()
    work()
    endpoint.refresh_from_db()
    assert not endpoint.is_active
    assert endpoint.disabled_reason
    assert Event.objects.filter(name="webhook.disabled").count() == 1
    due_now()
    work()
    assert len(peer.came) == 2
    details = EndpointDetails(endpoint.name, endpoint.url, SUBJECT)
    change_endpoint(endpoint, details, by=company.owner)
    work()
    assert len(peer.came) == 3
    assert Delivery.objects.get().state == "delivered"


def test_who_says_gone_is_switched_off_at_once(company, peer, make_hook, work):
    ticket = make_ticket(company.support, company.customer)
    endpoint, _secret = make_hook(types=SUBJECT)
    peer.statuses.append(410)
    set_subject(ticket, "Bye", by=company.ana)
    work()
    endpoint.refresh_from_db()
    assert not endpoint.is_active


def test_a_success_ends_the_failing(company, peer, make_hook, work):
    ticket = make_ticket(company.support, company.customer)
    endpoint, _secret = make_hook(types=SUBJECT)
    peer.statuses.append(503)
    set_subject(ticket, "Well again", by=company.ana)
    work()
    endpoint.refresh_from_db()
    assert endpoint.failing_since is not None
    due_now()
    work()
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_sent_again_it_is_the_same_delivery(company, peer, make_hook, work):
    endpoint, _secret = make_hook(types=SUBJECT)
    sent = send_test(endpoint, by=company.owner)
    work()
    send_again(sent, by=company.owner)
    work()
    first, second = peer.keys()[-2:]
    assert first == second == sent.key


def test_what_a_killed_worker_left_is_taken_up_and_its_late_answer_changes_nothing(company, peer, make_hook):
    ticket = make_ticket(company.support, company.customer)
    make_hook(types=SUBJECT)
    set_subject(ticket, "Taken up", by=company.ana)
    follow_log()
    lost = claim_delivery()
    assert claim_delivery() is None
    Delivery.objects.update(claimed_at=timezone.now() - timedelta(minutes=4))
    taken = claim_delivery()
    assert taken.pk == lost.pk
    deliver(taken)
    peer.statuses.append(500)
    deliver(lost)
    assert Delivery.objects.get().state == "delivered"
    assert len(set(peer.keys())) == 1


def test_two_workers_at_once_write_and_claim_each_delivery_once(company, make_hook):
    tickets = [make_ticket(company.support, company.customer) for _ in range(12)]
    make_hook(types=SUBJECT)
    for ticket in tickets:
        set_subject(ticket, "Race", by=company.ana)
    claimed, lock = [], threading.Lock()

    def run():
        follow_log()
        while (one := claim_delivery()) is not None:
            with lock:
                claimed.append(one.pk)
            Delivery.objects.filter(pk=one.pk).update(state="delivered")
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    follow_log()
    while (one := claim_delivery()) is not None:
        claimed.append(one.pk)
        Delivery.objects.filter(pk=one.pk).update(state="delivered")
    assert Delivery.objects.count() == 12
    assert sorted(claimed) == sorted(set(claimed)) == sorted(Delivery.objects.values_list("pk", flat=True))


def test_one_webhook_has_only_a_few_attempts_at_once(company, make_hook):
    tickets = [make_ticket(company.support, company.customer) for _ in range(AT_ONCE + 2)]
    make_hook(types=SUBJECT)
    for ticket in tickets:
        set_subject(ticket, "Many", by=company.ana)
    follow_log()
    taken = 0
    while claim_delivery() is not None:
        taken += 1
    assert taken == AT_ONCE


def test_old_deliveries_and_old_secrets_are_forgotten_and_new_ones_are_not(company, make_hook, peer, work):
    endpoint, _old = make_hook(types=SUBJECT)
    kept, gone, waiting = (send_test(endpoint, by=company.owner) for _ in range(3))
    work()
    Delivery.objects.filter(pk=gone.pk).update(done_at=timezone.now() - timedelta(days=31))
    Delivery.objects.filter(pk=waiting.pk).update(
        state="waiting", done_at=None, created_at=timezone.now() - timedelta(days=40)
    )
    rotate_secret(endpoint, by=company.owner)
    forget_deliveries(0)
    assert set(Delivery.objects.values_list("pk", flat=True)) == {kept.pk, waiting.pk}
    assert Endpoint.objects.get().old_secret
    Endpoint.objects.update(old_secret_until=timezone.now() - timedelta(seconds=1))
    forget_deliveries(0)
    assert Endpoint.objects.get().old_secret == ""
