"""`careline up`, as an operator lives with it: starts, survives deaths, refuses a second one, stops cleanly."""

import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from careline.testing.installation import installation

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


RUN_A_JOB = """
import time
from django.db import connection
from careline.core.jobs import react
job, cursor, found = react.defer(event_id=0), connection.cursor(), None
for attempt in range(600):
    cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job])
    found = cursor.fetchone()
    if found in (None, ("succeeded",)): break
    time.sleep(0.05)
print("JOB", found)
"""


@pytest.fixture(scope="module")
def desk():
    with installation() as found:
        found.start()
        found.wait_until_ready()
        yield found


def waited_for(condition, seconds=30):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.1)
    return True


def test_it_says_where_it_is(desk):
    assert f"is ready at {desk.url}" in desk.log
    assert set(desk.children()) == {"database", "web", "worker"}


def test_the_first_page_of_the_first_start_comes_with_its_styles(desk):
    """What it serves is made in the same start, by another process: nothing may have listed the files before."""
    status, page = desk.get("/")
    links = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert status == 200 and links
    assert [desk.get(link)[0] for link in links] == [200] * len(links)


def test_a_second_one_in_the_same_home_is_refused(desk):
    second = desk.run("up")
    assert second.returncode != 0
    assert "already runs" in second.stderr
    assert str(desk.process.pid) in second.stderr


def test_a_second_one_on_the_same_port_is_refused_with_the_setting_to_change(desk):
    with installation(CARELINE_LISTEN=f"127.0.0.1:{desk.port}") as other:
        other.home.mkdir()
        second = other.run("up")
    assert second.returncode == 1
    assert "CARELINE_LISTEN" in second.stderr


def test_a_killed_web_server_comes_back_and_visitors_only_wait(desk):
    before = desk.children()["web"].pid
    desk.children()["web"].kill()
    with ThreadPoolExecutor(4) as visitors:
        answers = list(visitors.map(lambda _: desk.get("/health/live")[0], range(4)))
    assert answers == [200] * 4
    assert desk.children()["web"].pid != before
    assert re.search(r"web +ended \(killed by SIGKILL\); starts again", desk.log)


def test_a_killed_worker_comes_back(desk):
    before = desk.children()["worker"].pid
    desk.children()["worker"].kill()
    waited_for(lambda: "worker" in desk.children() and desk.children()["worker"].pid != before)


def test_a_killed_database_comes_back_and_the_rest_finds_it_again(desk):
    web = desk.children()["web"].pid
    desk.children()["database"].kill()
    waited_for(lambda: desk.log.count("database  started again") == 1)
    assert "JOB ('succeeded',)" in desk.run("django", "shell", "-c", RUN_A_JOB).stdout
    desk.wait_until_ready()
    assert desk.children()["web"].pid == web


def test_web_and_worker_at_rest_take_less_than_350_mb(desk):
    web, worker = desk.children()["web"], desk.children()["worker"]
    assert sum(one.memory_full_info().pss for one in (web, *web.children(), worker)) < 350_000_000


def test_searches_run_in_processes_that_step_back_and_go_on_when_those_are_killed(desk):
    """The address asks strangers to log in, so all that is looked at here is who answered."""
    web = desk.children()["web"]
    forks = web.children()
    assert [fork.nice() - web.nice() for fork in forks] == [5, 5]
    before = sum(fork.cpu_times().user for fork in forks)
    for _ in range(5):
        desk.get("/search/?q=parcel")
    assert sum(fork.cpu_times().user for fork in forks) > before
    forks[0].kill()
    assert [desk.get("/search/?q=parcel")[0] for _ in range(3)] == [200] * 3
    assert 'route="tickets:search",status="302"} 8.0' in desk.get("/metrics")[1]
    assert "searches run beside the pages until the next start" in desk.log
    assert desk.children()["web"].pid == web.pid


def test_the_figures_are_for_this_machine(desk):
    status, text = desk.get("/metrics")
    assert status == 200
    assert "careline_request_seconds_count" in text
    assert desk.get("/metrics", **{"X-Forwarded-For": "203.0.113.9"})[0] == 403


def test_the_doctor_sees_a_living_desk(desk):
    examined = desk.run("doctor").stdout
    for good in ("a worker reported", "embedded", "a wake-up took", "styles and scripts are in place"):
        assert good in examined


def test_the_live_stream_is_not_a_page(desk):
    assert desk.get("/live?topics=ticket:1")[0] == 401


def test_styles_come_compressed_and_named_by_their_content(desk):
    status, text = desk.get("/static/staticfiles.json")
    assert status == 200
    assert len(text) > 50


def test_it_stops_cleanly_and_starts_again_at_once(desk):
    children = [p for child in desk.children().values() for p in (child, *child.children(recursive=True))]
    assert desk.stop(signal.SIGINT) == 0
    assert "has stopped" in desk.log
    assert not [p for p in children if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    assert "database system is shut down" in database_log(desk)
    desk.start()
    assert "being made" not in desk.log


def test_when_it_is_killed_nothing_outlives_it_and_the_next_one_recovers(desk):
    desk.wait_until_ready()
    children = list(desk.children().values())
    desk.process.kill()
    desk.process.wait()
    waited_for(lambda: not [p for p in children if p.is_running() and p.status() != psutil.STATUS_ZOMBIE], 60)
    desk.start()
    desk.wait_until_ready()
    assert desk.stop() == 0


def database_log(desk):
    pointer = desk.home / "database.path"
    base = pointer.read_text().strip() if pointer.exists() else desk.home / "database"
    return (type(desk.home)(base) / "postgres.log").read_text()
