"""Django's checks say what the doctor would, with the same words, hints, and ids that stay."""

import dataclasses

import pytest
from django.core import checks

from careline.config.checks import machine, serving
from careline.config.settings import CONFIGURATION


def found() -> dict[str, checks.CheckMessage]:
    return {one.id: one for one in checks.run_checks(tags=["careline"], include_deployment_checks=True)}


@pytest.fixture
def chosen(monkeypatch):
    def choose(**fields):
        other = dataclasses.replace(CONFIGURATION, **fields)
        for module in (machine, serving):
            monkeypatch.setattr(module, "CONFIGURATION", other)

    return choose


def test_an_unencrypted_address_is_warned_of_with_the_hint_of_the_doctor(chosen):
    chosen(url="http://desk.example.org")
    message = found()["careline.W006"]
    assert (message.msg, message.hint) in [(one.text, one.hint) for one in serving.check_url()]
    assert "https" in message.hint


def test_a_home_for_everybody_and_a_misspelt_setting_are_named(chosen, tmp_path, monkeypatch):
    tmp_path.chmod(0o777)
    monkeypatch.setenv("CARELINE_LISTN", "x")
    chosen(home=tmp_path, url="https://desk.example.org")
    messages = found()
    assert "chmod o-w" in messages["careline.W002"].hint
    assert "CARELINE_LISTEN" in messages["careline.W005"].hint
    assert "careline.W006" not in messages


def test_none_of_them_asks_the_database_or_stops_a_command():
    assert all(message.level < checks.ERROR for message in found().values())
