"""Only what we issued is recognised, in whatever case it comes back."""

import uuid

from django.test import override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from careline.channels.email.message_ids import (
    AgentReply,
    agent_reply_address,
    ascii_domain,
    notice_id,
    own_message_id,
    recognise,
    recognise_agent_reply_address,
    recognise_notice,
    recognise_reply_address,
    recognise_side_reply_address,
    reply_address,
    side_reply_address,
)

tickets = st.integers(min_value=1, max_value=2**40 - 1)
agents = st.integers(min_value=1, max_value=2**32 - 1)
KEY = uuid.UUID("0f8fad5b-d9cb-469f-a165-70867728950e")


@given(st.uuids(), st.sampled_from([str, str.upper, str.lower, lambda s: f"<{s}>", lambda s: f" <{s}> "]))
def test_our_message_ids_come_back(key, mangled):
    assert recognise(mangled(own_message_id(key, "radhaus.example"))) == key


@given(
    st.uuids(), st.integers(min_value=0, max_value=52), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567")
)
@example(uuid.UUID("055665f0-fbb3-e84e-0ef1-52125425b7b2"), 25, "j")  # says the same bytes in another letter
def test_one_changed_letter_is_a_forgery(key, position, letter):
    real = own_message_id(key, "radhaus.example")
    forged = real[:position] + letter + real[position + 1 :]
    assert recognise(forged) == (key if forged == real else None)


@given(st.text(max_size=300))
def test_other_peoples_ids_are_not_ours(text):
    assert recognise(text) is None
    assert recognise_reply_address(text) is None
    assert recognise_agent_reply_address(text) is None
    assert recognise_side_reply_address(text) is None


def test_a_message_id_is_the_same_each_time_and_fit_for_a_header():
    made = own_message_id(KEY, "Bücher.Example")
    assert made == own_message_id(KEY, "bücher.example")
    assert made.isascii() and made.endswith("@xn--bcher-kva.example") and len(made) < 200


def test_a_huge_or_odd_message_id_is_refused_at_once():
    assert recognise("a" * 5_000_000) is None
    assert recognise(own_message_id(KEY, "radhaus.example") + "\r\nBcc: x@y.example") is None


@given(tickets, st.sampled_from([str, str.upper, str.title]))
def test_reply_addresses_survive_any_case(ticket_id, cased):
    address = reply_address("support@radhaus.example", ticket_id)
    assert len(address.split("@")[0]) <= 64
    assert recognise_reply_address(cased(address)) == ticket_id


@given(tickets, agents)
def test_an_agents_address_names_both_and_is_no_customers_address(ticket_id, agent_id):
    address = agent_reply_address("support@radhaus.example", ticket_id=ticket_id, agent_id=agent_id)
    assert recognise_agent_reply_address(address.upper()) == AgentReply(ticket_id, agent_id)
    assert recognise_reply_address(address) is None
    assert len(address.split("@")[0]) <= 64


@given(tickets, st.sampled_from([str, str.upper, str.title]))
def test_a_side_conversations_address_is_no_tickets_address_and_none_of_theirs_is_its(number, cased):
    aside, ticket = side_reply_address("a@b.example", number), reply_address("a@b.example", number)
    assert recognise_side_reply_address(cased(aside)) == number and recognise_reply_address(aside) is None
    assert recognise_side_reply_address(ticket) is None
    swapped = aside.replace("+s.", "+t."), ticket.replace("+t.", "+s.")
    assert recognise_reply_address(swapped[0]) is None and recognise_side_reply_address(swapped[1]) is None


@given(tickets, st.integers(min_value=0, max_value=33), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_changed_reply_address_leads_nowhere(ticket_id, position, letter):
    local, domain = reply_address("support@radhaus.example", ticket_id).split("@")
    token = local.split("+t.")[1]
    forged = token[:position] + letter + token[position + 1 :]
    found = recognise_reply_address(f"support+t.{forged}@{domain}")
    assert found == (ticket_id if forged == token else None)


@given(tickets, agents, st.binary(min_size=0, max_size=16))
def test_a_notices_id_names_ticket_and_agent_and_is_no_messages_id(ticket_id, agent_id, nonce):
    made = notice_id("radhaus.example", ticket_id=ticket_id, agent_id=agent_id, nonce=nonce)
    assert recognise_notice(made.upper()) == AgentReply(ticket_id, agent_id)
    assert recognise(made) is None
    assert recognise_notice(own_message_id(KEY, "radhaus.example")) is None


def test_an_inbox_that_already_has_a_tag_gets_ours_behind_it():
    assert recognise_reply_address(reply_address("shop+eu@radhaus.example", 12)) == 12


def test_a_long_inbox_address_stays_as_it_is_rather_than_become_invalid():
    address = "a-very-long-local-part-of-a-mailbox@radhaus.example"
    assert reply_address(address, 12) == address


def test_what_another_installation_signed_is_not_ours():
    with override_settings(SECRET_KEY="another installation"):
        theirs, address = own_message_id(KEY, "radhaus.example"), reply_address("a@b.example", 12)
    assert recognise(theirs) is None and recognise_reply_address(address) is None
    with override_settings(SECRET_KEY_FALLBACKS=["another installation"]):
        assert recognise(theirs) == KEY and recognise_reply_address(address) == 12


def test_domains_travel_as_a_labels():
    assert ascii_domain("Straße.Example.") == "xn--strae-oqa.example"
    assert ascii_domain("ex ample\r\n.com").isascii() and "\n" not in ascii_domain("ex ample\r\n.com")
    assert ascii_domain("") == "localhost"
