"""Health and figures, over HTTP."""

import pytest
from django.core.files.storage import default_storage
from django.db import connection

pytestmark = pytest.mark.django_db


def beat(seconds_ago):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_living_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_says_each_condition(client):
    beat(3)
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "conditions": {"database": "ok", "migrations": "ok", "worker": "ok", "files": "ok"},
    }


def test_without_a_living_worker_it_is_not_ready(client):
    beat(300)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert "careline worker" in answer.json()["conditions"]["worker"]


def test_files_that_cannot_be_written_make_it_not_ready_without_telling_where(client, monkeypatch):
    def full(*arguments, **more):
        raise OSError(28, "No space left on device", "/srv/secret/place")

    monkeypatch.setattr(default_storage._wrapped, "save", full)
    beat(1)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["conditions"]["files"] == "failed (OSError)"


def test_a_waiting_migration_makes_it_not_ready(client):
    beat(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE name = (SELECT max(name) FROM django_migrations WHERE app = 'core')"
            " AND app = 'core'"
        )
    assert "careline migrate" in client.get("/health/ready").json()["conditions"]["migrations"]


def test_figures_are_for_this_machine_or_for_who_holds_the_token(client, settings):
    assert b"careline_worker_heartbeat_age_seconds" in client.get("/metrics").content
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
    settings.CARELINE_METRICS_TOKEN = "a-long-token"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer a-long-tokem"}).status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer a-long-token"}).status_code == 200


def test_figures_name_the_route_and_never_the_path(client):
    client.get("/health/live")
    client.get("/reset/very-secret-token")
    text = client.get("/metrics").content.decode()
    assert 'route="core:live"' in text
    assert "very-secret-token" not in text


def test_a_request_id_is_made_or_taken_over_if_well_formed(client):
    assert len(client.get("/health/live")["X-Request-ID"]) == 32
    assert (
        client.get("/health/live", headers={"X-Request-ID": "proxy-12345"})["X-Request-ID"] == "proxy-12345"
    )
    assert client.get("/health/live", headers={"X-Request-ID": "bad id\n"})["X-Request-ID"] != "bad id\n"


def test_nothing_here_answers_to_a_post(client):
    for path in ("/health/live", "/health/ready", "/metrics"):
        assert client.post(path).status_code in (403, 405)
