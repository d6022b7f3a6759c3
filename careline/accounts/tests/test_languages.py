"""Who is spoken to in which language: one's own where Careline speaks it, else the company's; before log-in the browser's."""

import pytest
from django.core import mail
from django.utils import translation

from careline.accounts.job_language import speak_in_job
from careline.accounts.mail import send_system_mail
from careline.accounts.models import Company
from careline.accounts.queries import spoken_language


@pytest.fixture
def german_company(world):
    Company.objects.update(language="de")


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [("de", "de"), ("de-AT", "de"), ("ES-mx", "es"), ("en-GB", "en"), ("fr", "de"), ("", "de"), ("zz", "de")],
)
def test_ones_own_language_or_the_companys(german_company, wanted, spoken):
    assert spoken_language(wanted) == spoken


def test_before_there_is_a_company_it_is_english(db):
    assert spoken_language("fr") == "en"


@pytest.mark.parametrize(
    ("asked", "title"), [("de-DE,de;q=0.9", "Anmelden"), ("fr", "Log in"), ("en", "Log in")]
)
def test_before_log_in_the_browser_says_which(client, world, asked, title):
    page = client.get("/login/", headers={"accept-language": asked}).text
    assert f"<title>{title}" in page


def test_a_job_writes_its_reasons_in_the_companys_language(german_company):
    assert speak_in_job(translation.get_language, None, None) == "de"
    assert translation.get_language() == "en"


def test_mails_about_accounts_speak_the_language_of_who_gets_them(world):
    send_system_mail("reset", to="ana@desk.example", language="de", name="Ana", link="https://desk.example/x")
    assert "Guten Tag Ana" in mail.outbox[0].body and mail.outbox[0].subject.startswith("Neues Passwort")
