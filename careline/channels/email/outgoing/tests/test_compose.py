"""A letter becomes one well-formed mail, the same bytes each time, and nobody can put a header into it."""

import base64
import email
import email.policy
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from careline.channels.email.outgoing.compose import compose
from careline.channels.email.outgoing.dkim_signature import Unsignable, keys_of, signed
from careline.channels.email.outgoing.letter import Letter, LetterFile, Unsendable
from careline.tickets.contracts import Address

PIXEL = bytes.fromhex("89504e470d0a1a0a")


def letter(**fields):
    return Letter(
        **{
            "message_id": "key.mac@radhaus.example",
            "sender": Address("support@radhaus.example", "Radhaus"),
            "written_at": datetime(2026, 3, 1, 12, tzinfo=UTC),
            "subject": "Your chain",
            "text": "Hello",
            "to": (Address("carla@customer.example", "Carla"),),
            **fields,
        }
    )


def parsed(one):
    return email.message_from_bytes(compose(one).content, policy=email.policy.default)


def shape(message):
    if not message.is_multipart():
        return message.get_content_type()
    return (message.get_content_subtype(), *(shape(part) for part in message.iter_parts()))


def test_text_html_images_and_files_each_stand_where_clients_look_for_them():
    made = parsed(
        letter(
            html='<p>Hello</p><img src="cid:one@careline">',
            files=(
                LetterFile("chain.png", "image/png", PIXEL, inline=True, content_id="one@careline"),
                LetterFile("bill.pdf", "application/pdf", b"%PDF"),
            ),
        )
    )
    assert shape(made) == (
        "mixed",
        ("alternative", "text/plain", ("related", "text/html", "image/png")),
        "application/pdf",
    )
    assert made.defects == []


def test_an_inline_image_that_the_html_does_not_show_is_attached():
    made = parsed(letter(html="<p>x</p>", files=(LetterFile("a.png", "image/png", PIXEL, True, "a@b"),)))
    assert shape(made) == ("mixed", ("alternative", "text/plain", "text/html"), "image/png")


def test_styles_are_written_into_the_elements():
    made = compose(letter(html="<p>Hello</p>")).content
    assert b"<style" not in made and b"style=3D" in made


def test_the_same_letter_gives_the_same_bytes():
    one = letter(html="<p>x</p>", files=(LetterFile("a.pdf", "application/pdf", b"x" * 999),))
    assert compose(one) == compose(one)


def test_every_line_fits_and_ends_as_the_standard_wants():
    made = compose(letter(text="ä" * 5000, html=f"<p>{'x' * 9000}</p>", subject="Größe " * 60)).content
    lines = made.split(b"\r\n")
    assert max(len(line) for line in lines) <= 998 and b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines) and made.isascii()


def test_bcc_is_envelope_only():
    mail = compose(letter(bcc=(Address("secret@boss.example"),)))
    assert "secret@boss.example" in mail.recipients and b"secret" not in mail.content


def test_automatic_mail_says_so():
    made = parsed(letter(automatic="auto-replied"))
    assert (made["Auto-Submitted"], made["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert parsed(letter())["Auto-Submitted"] is None


def test_references_keep_the_first_and_the_latest():
    many = tuple(f"id{n}@x.example" for n in range(500))
    kept = parsed(letter(references=many, in_reply_to=many[-1]))["References"].split()
    assert kept[0] == "<id0@x.example>" and kept[-1] == "<id499@x.example>" and len(kept) == 20


def test_broken_references_are_left_out():
    made = parsed(letter(references=("a b", "x>\r\nBcc: y", "good@x.example", ""), in_reply_to="also broken"))
    assert made["References"] == "<good@x.example>" and made["In-Reply-To"] is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@",
        "@b.example",
        "a b@c.example",
        "a@b.example\r\nBcc: x@y.example",
        "a@b,c@d",
        "<a@b>",
    ],
)
def test_an_impossible_address_is_refused_before_anything_is_sent(address):
    with pytest.raises(Unsendable):
        compose(letter(to=(Address(address),)))


def test_nobody_to_send_to_is_refused():
    with pytest.raises(Unsendable):
        compose(letter(to=()))


evil = st.text(max_size=80) | st.sampled_from(
    [
        "x\r\nBcc: evil@x.example",
        "x\nBcc: evil@x.example",
        "x\r\n\r\nbody",
        "=?utf-8?q?=0D=0ABcc:?=",
        "\x00\x0b\x85\u2028",
    ]
)


@settings(max_examples=60, deadline=None)
@given(subject=evil, name=evil, file_name=evil, text=evil, content_type=evil)
def test_nothing_that_people_type_becomes_a_header(subject, name, file_name, text, content_type):
    one = letter(
        subject=subject,
        sender=Address("support@radhaus.example", name),
        to=(Address("carla@customer.example", name),),
        text=text,
        files=(LetterFile(file_name, content_type, b"content"),),
    )
    made = parsed(one)
    assert set(made.keys()) <= {
        "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert made["To"].addresses[0].addr_spec == "carla@customer.example" and len(made["To"].addresses) == 1
    assert shape(made)[1:][0] == "text/plain" and len(list(made.iter_parts())) == 2


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=60))
def test_names_and_subjects_come_out_as_they_went_in(text):
    made = parsed(letter(subject=text, sender=Address("support@radhaus.example", text)))
    assert str(made["Subject"] or "") == text
    assert made["From"].addresses[0].addr_spec == "support@radhaus.example"
    phrase = email.message_from_bytes(compose(letter(sender=Address("s@r.example", text))).content)["From"]
    shown = email.utils.parseaddr(phrase)[0]
    assert str(email.header.make_header(email.header.decode_header(shown))) == text


def test_file_names_come_out_without_paths_and_tricks():
    made = parsed(letter(files=(LetterFile("../../Größe\u202efdp.exe", "application/pdf", b"x"),)))
    name = next(made.iter_attachments()).get_filename()
    assert "/" not in name and "\u202e" not in name and "Größe" in name


def test_a_mail_in_a_mail_travels_as_a_file():
    made = parsed(letter(files=(LetterFile("old.eml", "message/rfc822", b"Subject: x\n\ny"),)))
    assert next(made.iter_attachments()).get_content() == b"Subject: x\n\ny"


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@pytest.fixture(scope="module")
def edwards():
    return ed25519.Ed25519PrivateKey.generate()


def published(key):
    """What stands in the DNS for a key (RFC 6376, 3.6.1; RFC 8463, 4)."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return b"v=DKIM1; k=ed25519; p=" + base64.b64encode(key.public_key().public_bytes_raw())
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def test_a_mail_signed_by_both_keys_is_verified_with_either_from_dns(key, edwards):
    records = {b"desk._domainkey.radhaus.example.": key, b"ed._domainkey.radhaus.example.": edwards}
    content = compose(letter(html="<p>Größe</p>", references=("a@b.example",))).content
    keys = keys_of(_pem(key) + "\n" + _pem(edwards), domain="radhaus.example", selectors="desk, ed")
    mail = signed(content, keys)
    for place in range(2):
        asked = []

        def dns(name, timeout=5, asked=asked):
            asked.append(name)
            return published(records[name])

        assert dkim.DKIM(mail).verify(place, dnsfunc=dns)
        assert asked == [list(records)[place]]
        assert not dkim.DKIM(mail.replace(b"Your chain", b"Your brain")).verify(place, dnsfunc=dns)


def test_one_key_of_either_kind_is_enough(key, edwards):
    for one in (key, edwards):
        keys = keys_of(_pem(one), domain="radhaus.example", selectors="")
        mail = signed(compose(letter()).content, keys)
        assert dkim.verify(mail, dnsfunc=lambda name, timeout=5, one=one: published(one))
        assert b"s=careline" in mail


@pytest.mark.parametrize(("pem", "selectors", "why"), [
    ("no key", "", "no private key"),
    ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "", "can be read"),
    ("elliptic", "", "only RSA and Ed25519"),
    ("edwards", "one two", "selector of its own"),
    ("edwards edwards", "one one", "selector of its own"),
    ("edwards", "a/b", "no selector"),
])  # fmt: skip
def test_what_can_not_sign_is_named(edwards, pem, selectors, why):
    texts = {"edwards": _pem(edwards), "elliptic": _pem(ec.generate_private_key(ec.SECP256R1()))}
    for name, text in texts.items():
        pem = pem.replace(name, text)
    with pytest.raises(Unsignable, match=why):
        keys_of(pem, domain="radhaus.example", selectors=selectors)
