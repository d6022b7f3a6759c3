"""Web Push against a service of our own on loopback, which opens what came with the browser's private key."""

import hashlib
import time
from datetime import timedelta
from ipaddress import ip_network

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection
from django.test import Client
from django.utils import timezone

from careline.notices.actions import send_pushes as pushing
from careline.notices.actions.mark_read import mark_ticket_read
from careline.notices.actions.send_pushes import send_pushes
from careline.notices.actions.subscribe import BrowserKeys, NoSubscription, subscribe
from careline.notices.actions.tell import tell
from careline.notices.contracts import Kind, Thing
from careline.notices.models import Notice, Preference, PushKeys, Sending, Subscription
from careline.notices.pushing import decoded
from careline.notices.tests.conftest import told
from careline.notices.vapid import public_key
from careline.testing.push_peer import encoded, push_peer
from careline.testing.world import PASSWORD, make_agent, make_message

pytestmark = pytest.mark.django_db
ASK = "/settings/notices/push/"


@pytest.fixture
def peer(settings):
    """A push service that the guarded client may reach, though it is on this machine."""
    settings.CARELINE_HTTP_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    with push_peer() as running:
        yield running


def browser_of(agent, peer, path="/push/one"):
    """A browser of somebody, as `subscribe` keeps it; only that the service speaks plain HTTP."""
    endpoint = peer.hooks.url + path
    return Subscription.objects.create(
        agent=agent, endpoint=endpoint, endpoint_hash=hashlib.sha256(endpoint.encode()).hexdigest(),
        p256dh=encoded(peer.point), auth=encoded(peer.secret), browser="Firefox, Linux",
    )  # fmt: skip


def keys(**other):
    point = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes
    given = {
        "endpoint": "https://push.example/abc", "p256dh": encoded(point(Encoding.X962, PublicFormat.UncompressedPoint)), "auth": encoded(b"x" * 16),
    }  # fmt: skip
    return {**given, "asks": "1", **other}


def browser_keys(**other):
    return BrowserKeys(**{name: value for name, value in keys(**other).items() if name != "asks"})


def give(agent, ticket, key="1", kind=Kind.MINE, **fields):
    return tell(Thing(key=key, event_id=1, reasons={agent.pk: kind}, ticket_id=ticket.pk, **fields))


def push():
    Sending.objects.filter(state="due").update(due_at=timezone.now() - timedelta(seconds=1))
    return send_pushes(seconds=10)


def states():
    return [*Sending.objects.filter(way="push").order_by("pk").values_list("state", flat=True)]


def test_a_push_is_sealed_for_that_browser_signed_by_us_and_says_nothing_that_was_written(
    world, ticket, peer
):
    browser_of(world.ana, peer)
    message = make_message(ticket, text="My card number is 1234")
    give(world.ana, ticket, kind=Kind.UNDELIVERED, message_id=message.pk)
    assert send_pushes(seconds=5) == 0, "whoever looks at it need not be told"
    assert push() == 1
    (hook,) = peer.hooks.came
    assert b"Ticket" not in hook.body and hook.headers["content-encoding"] == "aes128gcm"
    assert (hook.headers["urgency"], hook.headers["topic"]) == ("high", f"ticket-{ticket.pk}")
    assert int(hook.headers["ttl"]) > 0
    assert peer.said == [
        {"title": f"Ticket #{ticket.pk}", "body": "Your message could not be delivered", "href": f"/tickets/{ticket.pk}/",
         "tag": f"ticket-{ticket.pk}", "lang": "en"}
    ]  # fmt: skip
    scheme, _, given = hook.headers["authorization"].partition(" ")
    fields = dict(part.strip().split("=", 1) for part in given.split(","))
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(fields["k"]))
    claims = jwt.decode(
        fields["t"], point, algorithms=["ES256"], audience=peer.hooks.url.removesuffix("/hook")
    )
    assert scheme == "vapid" and fields["k"] == public_key() and claims["sub"].startswith("mailto:")
    assert time.time() < claims["exp"] <= time.time() + 12 * 3600


def test_who_chose_it_sees_the_subject_and_the_first_words(world, ticket, peer):
    browser_of(world.ana, peer)
    Preference.objects.create(agent=world.ana, shows_words=True)
    message = make_message(ticket, text="It squeaks\n\nagain " + "x" * 2000)
    give(world.ana, ticket, message_id=message.pk)
    push()
    (said,) = peer.said
    assert (
        said["title"] == f"Ticket #{ticket.pk}: Squeaking saddle" and ": It squeaks again xxx" in said["body"]
    )
    assert len(peer.hooks.came[0].body) < 4096


def test_what_was_read_meanwhile_is_not_pushed(world, ticket, peer):
    browser_of(world.ana, peer)
    give(world.ana, ticket)
    mark_ticket_read(ticket.pk, by=world.ana)
    assert push() == 0 and states() == ["dropped"] and peer.hooks.came == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_its_person_told(client, world, ticket, peer, status):
    client.force_login(world.ana)
    browser_of(world.ana, peer)
    peer.hooks.statuses.append(status)
    give(world.ana, ticket)
    assert push() == 0 and not Subscription.objects.exists()
    give(world.ana, ticket, "2")
    assert push() == 0 and len(peer.hooks.came) == 1
    assert told(world.ana) == ["mine", "browser", "mine"]
    assert "One of your browsers takes no pushes any more" in client.get("/notices/").content.decode()
    notice = Notice.objects.get(kind="browser")
    opened = client.post(f"/notices/{notice.pk}/read/", {"open": "1"})
    assert opened["Location"] == "/settings/notices/#push"


def test_a_busy_service_is_asked_again_and_each_browser_is_told_once(world, ticket, peer):
    browser_of(world.ana, peer)
    browser_of(world.ana, peer, "/push/two")
    peer.hooks.statuses.append(503)
    give(world.ana, ticket)
    assert push() == 1 and states() == ["due", "sent"]
    assert push() == 1 and push() == 0 and len(peer.hooks.came) == 3


def test_a_refusal_for_good_is_not_tried_again(world, ticket, peer):
    browser_of(world.ana, peer)
    peer.hooks.statuses.append(400)
    give(world.ana, ticket)
    assert push() == 0 and push() == 0 and states() == ["refused"] and Subscription.objects.exists()


@pytest.mark.parametrize("moment", ["before the wire", "after the wire"])
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_amid_pushing_never_pushes_twice(world, ticket, peer, monkeypatch, moment):
    browser_of(world.ana, peer)
    give(world.ana, ticket)
    Sending.objects.update(due_at=timezone.now())
    real = pushing.deliver

    def killed(*given):
        if moment == "after the wire":
            real(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(pushing, "deliver", killed)
    with pytest.raises(KeyboardInterrupt):
        send_pushes(seconds=5)
    monkeypatch.setattr(pushing, "deliver", real)
    assert push() == 0 and len(peer.hooks.came) == (moment == "after the wire")


def test_no_push_reaches_an_address_inside(world, ticket, peer, settings):
    settings.CARELINE_HTTP_ALLOWED_NETWORKS = []
    browser_of(world.ana, peer)
    give(world.ana, ticket)
    assert push() == 0 and states() == ["refused"] and peer.hooks.came == []


def test_quiet_hours_leave_pushes_out(world, ticket, peer):
    browser_of(world.ana, peer)
    Preference.objects.create(agent=world.ana, days_off=[*range(7)])
    give(world.ana, ticket)
    assert states() == []


def test_the_keys_are_made_once_and_kept_encrypted(world):
    assert public_key() == public_key() and len(decoded(public_key())) == 65
    with connection.cursor() as cursor:
        cursor.execute("SELECT private_key FROM notices_pushkeys")
        ((stored,),) = cursor.fetchall()
    assert "PRIVATE KEY" in PushKeys.objects.get().private_key and "PRIVATE KEY" not in stored


def test_a_browser_asks_by_post_and_is_kept_once_with_its_secrets_encrypted(client, world):
    client.force_login(world.ana)
    assert client.get(ASK).status_code == 405
    for _twice in range(2):
        agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0"
        assert client.post(ASK, keys(), headers={"User-Agent": agent}).status_code == 200
    kept = Subscription.objects.get()
    assert (kept.agent, kept.browser) == (world.ana, "Chrome, Linux")
    with connection.cursor() as cursor:
        cursor.execute("SELECT endpoint, auth FROM notices_subscription")
        assert "push.example" not in "".join(cursor.fetchone())
    assert "Chrome, Linux" in client.get("/settings/notices/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"endpoint": "http://push.example/a"}, {"endpoint": "https:///a"}, {"endpoint": "https://push.example/" + "a" * 2000},
     {"endpoint": "https://me:you@push.example/"}, {"p256dh": "AAAA"}, {"p256dh": encoded(b"\x04" + b"x" * 64)}, {"auth": "AA"}, {"auth": "%%%"}],
)  # fmt: skip
def test_what_is_no_subscription_is_refused(client, world, wrong):
    client.force_login(world.ana)
    assert client.post(ASK, keys(**wrong)).status_code == 422
    assert not Subscription.objects.exists()


def test_a_shared_browser_pushes_to_who_asked_last_and_nobody_takes_anothers_away(world):
    mine = browser_keys()
    subscribe(mine, by=world.ana)
    kept = subscribe(mine, by=world.ben)
    assert Subscription.objects.get().agent == world.ben
    client = Client()
    client.force_login(world.ana)
    client.post(f"{ASK}{kept.pk}/removal/")
    assert Subscription.objects.exists()
    client.force_login(world.ben)
    client.post(f"{ASK}{kept.pk}/removal/")
    assert not Subscription.objects.exists()


def test_a_browser_that_tells_its_address_unasked_is_noted_only_for_who_asked_there(client, world):
    client.force_login(world.ana)
    assert client.post(ASK, keys(asks="")).status_code == 410 and not Subscription.objects.exists()
    subscribe(browser_keys(), by=world.ben)
    moved = keys(asks="", endpoint="https://push.example/new", before="https://push.example/abc")
    assert client.post(ASK, keys(asks="")).status_code == 410
    assert client.post(ASK, moved).status_code == 410
    assert Subscription.objects.get().agent == world.ben
    client.force_login(world.ben)
    answer = client.post(ASK, moved)
    assert answer.status_code == 200 and "This browser" in answer.content.decode()
    assert Subscription.objects.get().endpoint == "https://push.example/new"


def test_nobody_takes_anothers_browser_away_by_naming_it_as_their_own_before(world):
    subscribe(browser_keys(), by=world.ben)
    subscribe(
        browser_keys(endpoint="https://push.example/2", before="https://push.example/abc"), by=world.ana
    )
    assert Subscription.objects.filter(agent=world.ben).exists()


def test_the_worker_gets_the_key_and_the_token_of_who_is_logged_in(client, world):
    assert client.get(f"{ASK}key/").status_code == 302
    client.force_login(world.ana)
    answer = client.get(f"{ASK}key/")
    assert answer.json()["key"] == public_key() and "no-store" in answer["Cache-Control"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.ana)
    assert strict.post(ASK, keys()).status_code == 403
    token = strict.get(f"{ASK}key/").json()["token"]
    assert strict.post(ASK, keys(csrfmiddlewaretoken=token)).status_code == 200


def test_the_oldest_of_more_than_ten_browsers_goes(world):
    for n in range(12):
        subscribe(browser_keys(endpoint=f"https://push.example/{n}"), by=world.ana)
    assert Subscription.objects.count() == 10
    assert min(int(one.endpoint.rpartition("/")[2]) for one in Subscription.objects.all()) == 2


def test_logging_out_ends_the_pushes_to_that_browser(world):
    sam = make_agent("Sue Somebody", teams=[world.support], password=PASSWORD)
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0"})
    client.login(username=sam.email, password=PASSWORD)
    client.post(ASK, keys())
    subscribe(browser_keys(endpoint="https://push.example/2", browser="Firefox, Windows"), by=sam)
    client.post("/logout/")
    assert [one.browser for one in Subscription.objects.all()] == ["Firefox, Windows"]


def test_the_worker_script_is_served_at_the_root_to_everybody(client, world):
    answer = client.get("/service-worker.js")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/javascript")
    assert "showNotification" in answer.content.decode() and answer["Cache-Control"] == "no-cache"


def test_a_direct_call_with_wrong_keys_says_so(world):
    with pytest.raises(NoSubscription):
        subscribe(BrowserKeys("https://push.example/a", "", ""), by=world.ana)
