"""News of the delivery is asked for in the words of RFC 3461, and only where the server offers it."""

from types import SimpleNamespace

import pytest

from careline.channels.email.outgoing.compose import Mail
from careline.channels.email.outgoing.delivery_reports import of_mail, of_recipient, xtext


def mail(**given):
    return Mail(
        b"", "help@desk.example", ("carla@customer.example",), False, **{"message_id": "a@b", **given}
    )


def server(*extensions):
    return SimpleNamespace(has_extn=lambda name: name in extensions)


def test_success_failure_and_delay_are_asked_for():
    asking = mail(wants_reports=True)
    assert of_mail(server("dsn"), asking) == ["RET=HDRS", "ENVID=a@b"]
    assert of_recipient(server("dsn"), asking, "a+b=c@x.example") == [
        "NOTIFY=SUCCESS,FAILURE,DELAY",
        "ORCPT=rfc822;a+2Bb+3Dc@x.example",
    ]
    assert of_recipient(server("dsn"), asking, "jörg@x.example") == ["NOTIFY=SUCCESS,FAILURE,DELAY"]


@pytest.mark.parametrize(("wants", "extensions"), [(True, ()), (False, ("dsn",))])
def test_nothing_is_asked_of_servers_that_do_not_offer_it_nor_for_automatic_mail(wants, extensions):
    given = mail(wants_reports=wants)
    assert (
        of_mail(server(*extensions), given) == of_recipient(server(*extensions), given, "x@y.example") == []
    )


def test_a_long_name_is_cut_to_what_may_travel():
    assert (
        len(of_mail(server("dsn"), mail(wants_reports=True, message_id="x" * 300))[1]) == len("ENVID=") + 100
    )


def test_blanks_and_letters_beyond_ascii_are_encoded():
    assert xtext("a b\x01é") == "a+20b+01+C3+A9"
