"""The commands in docs/api.md do what they say: each is run, as it stands there, against a real server."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from careline.core.models import Event
from careline.testing.api import ApiCaller
from careline.testing.world import make_ticket, make_world
from careline.tickets.models import Message, Ticket

TEXT = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
NEEDED = [name for name in ("bash", "curl", "jq") if shutil.which(name) is None]


@pytest.mark.skipif(bool(NEEDED), reason=f"needs {', '.join(NEEDED)}")
@pytest.mark.django_db(transaction=True)
def test_the_commands_work_as_they_are_written(live_server, transactional_db):
    world = make_world()
    make_ticket(world.support, world.customer)
    secret = ApiCaller(world.ana).secret
    script = "set -euo pipefail\nshopt -s expand_aliases\n" + "\n".join(BLOCKS)
    script = script.replace("http://localhost:8000", live_server.url).replace("clt_…", secret)
    done = subprocess.run(["bash"], input=script, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    ticket = Ticket.objects.latest("pk")
    assert (ticket.subject, ticket.tags, ticket.get_status_display()) == (
        "The saddle squeaks", ["oil", "saddle"], "Open",
    )  # fmt: skip
    assert Message.objects.filter(text="Once.").count() == 1
    assert '"type": "ticket.status_changed"' in done.stdout
    assert Event.objects.filter(name="message.added").count() == 2


def test_the_table_of_codes_names_every_code():
    from careline.core.api.problems import CODES

    missing = {code for status, code in CODES.items() if f"`{code}`" not in TEXT} - {
        "method_not_allowed", "conflict", "gone", "too_large", "internal_error",
    }  # fmt: skip
    assert missing == set()
