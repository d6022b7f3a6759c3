"""Backup and restore, as an operator does them: on a running desk, into an empty home, and what is refused."""

import json
import tarfile

import pytest

from careline.testing.installation import installation

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

FILL = """
from django.db import transaction
from careline.core.files import store
from careline.core.models import Event
from careline.core.secrets import seal
store(b"a photograph", "image/jpeg"), store(b"", "text/plain")
Event.objects.create(name="test.happened", subject="test:1", topics=["test:1"], actor_kind="system", data={"s": seal("hush")})
"""
LOOK = """
from careline.core.files import read
from careline.core.models import Event, File
from careline.core.secrets import unseal, SecretUnreadable
from django.db import connection
event = Event.objects.get(name="test.happened")
try: secret = unseal(event.data["s"])
except SecretUnreadable: secret = "unreadable"
cursor = connection.cursor()
cursor.execute("SELECT count(*) FROM core_event WHERE txid >= pg_snapshot_xmin(pg_current_snapshot())")
import json
print("LOOKED " + json.dumps([sorted(read(f).decode() for f in File.objects.all()), secret, cursor.fetchone()[0]]))
"""


def look(desk):
    looked = desk.run("django", "shell", "-c", LOOK)
    line = next((x for x in looked.stdout.splitlines() if x.startswith("LOOKED ")), None)
    assert line, looked.stdout + looked.stderr
    return json.loads(line.removeprefix("LOOKED "))


@pytest.fixture(scope="module")
def desk():
    with installation() as found:
        found.move_in().start()
        assert found.run("django", "shell", "-c", FILL).returncode == 0
        yield found


@pytest.fixture(scope="module")
def backup(desk):
    path = desk.home / "desk.backup"
    made = desk.run("backup", str(path))
    assert made.returncode == 0, made.stderr
    assert "2 attachments, verified" in made.stdout
    return path


@pytest.fixture(scope="module")
def elsewhere():
    with installation() as found:
        yield found


def test_a_backup_of_a_running_desk_comes_back_in_another_home(backup, elsewhere):
    back = elsewhere.run("restore", str(backup))
    assert back.returncode == 0, back.stderr
    assert "with 2 attachments" in back.stdout
    assert "another secret key" in back.stderr
    assert look(elsewhere) == [["", "a photograph"], "unreadable", 0]


def test_a_home_in_use_is_not_overwritten_unless_one_says_so(backup, elsewhere):
    refused = elsewhere.run("restore", str(backup))
    assert refused.returncode == 1
    assert "--replace-everything" in refused.stderr
    assert elsewhere.run("restore", str(backup), "--replace-everything").returncode == 0


def test_a_running_desk_is_not_overwritten_at_all(backup, desk):
    refused = desk.run("restore", str(backup), "--replace-everything")
    assert refused.returncode == 1
    assert "stop Careline" in refused.stderr


def test_a_damaged_backup_is_refused_before_anything_is_touched(backup, elsewhere, tmp_path):
    damaged = tmp_path / "damaged"
    content = bytearray(backup.read_bytes())
    with tarfile.open(backup) as tar:
        dump = tar.getmember("database.dump")
    content[dump.offset_data + dump.size // 2] ^= 1
    damaged.write_bytes(content)
    refused = elsewhere.run("restore", str(damaged), "--replace-everything")
    assert refused.returncode == 1
    assert "Nothing was changed" in refused.stderr
    assert "database.dump" in refused.stderr
    assert look(elsewhere)[0] == ["", "a photograph"]


def test_the_secret_key_travels_only_when_asked_for(desk, backup, elsewhere):
    with tarfile.open(backup) as tar:
        assert "secret.key" not in tar.getnames()
    whole = backup.with_name("whole.backup")
    assert desk.run("backup", str(whole), "--with-secret-key").returncode == 0
    back = elsewhere.run("restore", str(whole), "--replace-everything", "--with-secret-key")
    assert back.returncode == 0, back.stderr
    assert look(elsewhere)[1] == "hush"
    assert (elsewhere.home / "secret.key").stat().st_mode & 0o077 == 0


def test_a_lost_attachment_is_named_and_the_rest_is_saved(desk):
    lost = next(p for p in (desk.home / "files").rglob("*") if p.is_file() and p.read_bytes())
    content = lost.read_bytes()
    lost.unlink()
    made = desk.run("backup", str(desk.home / "rest.backup"))
    lost.write_bytes(content)
    assert "1 attachments, verified" in made.stdout
    assert lost.name in made.stderr


def test_a_file_that_exists_is_not_overwritten(desk, backup):
    before = backup.read_bytes()
    refused = desk.run("backup", str(backup))
    assert refused.returncode == 1
    assert "--overwrite" in refused.stderr
    assert backup.read_bytes() == before
