"""Nothing is lost and nothing is doubled, whatever is killed in between."""

import collections
import os
import time

import pytest

from careline.testing.installation import installation
from careline.testing.smtp_peer import smtp_peer
from tests.crash.people import ADDRESS, Agent, Killer, MailServer, ask, set_up

MESSAGES = int(os.environ.get("CARELINE_CRASH_MESSAGES", "400"))
REPLIES = int(os.environ.get("CARELINE_CRASH_REPLIES", "100"))
KILLS = int(os.environ.get("CARELINE_CRASH_KILLS", "12"))
SERVERS = 4
PATIENCE_SECONDS = 480

pytestmark = [pytest.mark.crash, pytest.mark.slow(seconds=100), pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def aftermath():
    """The desk after the storm, with the world's mail server that took its answers."""
    with smtp_peer() as world, installation() as desk:
        desk.move_in().start()
        desk.wait_until_ready()
        client = set_up(desk)
        added = desk.run(
            "inbox",
            "add",
            ADDRESS,
            "--smtp-host",
            world.host,
            "--smtp-port",
            str(world.port),
            "--smtp-security",
            "none",
        )
        assert added.returncode == 0, added.stdout + added.stderr
        servers = [MailServer(desk.smtp_port, range(n, MESSAGES, SERVERS)) for n in range(SERVERS)]
        agent, killer = Agent(desk, replies=REPLIES), Killer(desk, times=KILLS)
        agent.client = client
        for thread in (*servers, agent, killer):
            thread.start()
        for thread in (*servers, agent, killer):
            thread.join(PATIENCE_SECONDS)
            assert not thread.is_alive(), f"{thread} is not done:\n{desk.log[-3000:]}"
        desk.wait_until_ready()
        _wait_until_calm(desk)
        yield desk, world, killer


def _wait_until_calm(desk):
    limit = time.monotonic() + PATIENCE_SECONDS
    while True:
        waiting = ask(desk, "SELECT count(*) FROM channels_arrival WHERE state = 'waiting'")[0][0]
        under_way = ask(
            desk,
            "SELECT count(*) FROM tickets_message WHERE state IN ('held', 'queued', 'sending', 'retrying')",
        )[0][0]
        if not waiting and not under_way:
            return
        assert time.monotonic() < limit, f"{waiting} arrivals and {under_way} replies never ended"
        time.sleep(1)


def test_it_was_a_storm(aftermath):
    _, _, killer = aftermath
    assert len(killer.killed) >= KILLS
    assert {"web", "worker", "database"} <= set(killer.killed)


def test_every_message_is_there_exactly_once(aftermath):
    desk, _, _ = aftermath
    counted = collections.Counter(
        row[0] for row in ask(desk, "SELECT external_id FROM tickets_message WHERE author = 'customer'")
    )
    assert counted == {f"question.{number}@people.example": 1 for number in range(MESSAGES)}


def test_every_message_has_its_event_its_words_and_its_file(aftermath):
    desk, _, _ = aftermath
    events = ask(desk, "SELECT count(*) FROM core_event WHERE name = 'message.received'")[0][0]
    words = ask(
        desk,
        "SELECT count(*) FROM tickets_messagesearch s JOIN tickets_message m ON m.id = s.message_id"
        " WHERE m.author = 'customer'",
    )[0][0]
    files = ask(desk, "SELECT count(*) FROM tickets_attachment")[0][0]
    assert (events, words, files) == (MESSAGES, MESSAGES, len(range(0, MESSAGES, 7)))


def test_every_reply_arrived_and_a_second_copy_is_the_same_message(aftermath):
    desk, world, _ = aftermath
    sent = ask(desk, "SELECT text, state FROM tickets_message WHERE author = 'agent'")
    assert len(sent) >= REPLIES
    assert {state for _, state in sent} <= {"sent", "delivered"}
    ids_by_words = collections.defaultdict(set)
    for taken in world.mails:
        words = taken.parsed.get_body(("plain",)).get_content().splitlines()[0]
        if words.startswith("Answer to ticket"):  # not the notices to the agent
            ids_by_words[words].add(taken.parsed["Message-ID"])
    assert len(ids_by_words) == len(sent)
    assert all(len(ids) == 1 for ids in ids_by_words.values())


def test_queues_count_right_and_the_books_agree(aftermath):
    desk, _, _ = aftermath
    counted = ask(
        desk,
        "SELECT sum(n) FROM (SELECT n FROM tickets_ticketcount UNION ALL SELECT n FROM tickets_ticketdelta) x",
    )[0][0]
    assert counted == ask(desk, "SELECT count(*) FROM tickets_ticket")[0][0]
    journal = dict(ask(desk, "SELECT state, count(*) FROM channels_arrival GROUP BY state"))
    assert journal.pop("done") == MESSAGES
    assert set(journal) <= {"ignored"}
    doctor = desk.run("doctor")
    assert doctor.returncode == 0, doctor.stdout
