"""What the standard library writes as a mail, in any words and charset, is read back as it was meant."""

import unicodedata
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from careline.channels.email.adapter import parse

letters = st.characters(categories=("Lu", "Ll", "Lo", "Nd"), max_codepoint=0xFFFF)
words = st.text(letters, min_size=1, max_size=12).map(lambda word: unicodedata.normalize("NFC", word))
sentence = st.lists(words, min_size=1, max_size=12).map(" ".join)
paragraphs = st.lists(sentence, min_size=1, max_size=6).map("\n".join)
policies = st.sampled_from([SMTP, SMTPUTF8])
CHARSETS = [
    ("iso-8859-1", "äöüßéèñ"), ("windows-1252", "äöü’“”€"), ("iso-8859-2", "ąęłśćž"), ("koi8-r", "абвгдежзиклмнопрст"),
    ("windows-1251", "абвгдежзиклмнопрст"), ("iso-2022-jp", "あいうえお日本語"), ("euc-jp", "あいうえお日本語"), ("shift_jis", "あいうえお日本語"),
    ("gb2312", "你好我们的自行车"), ("big5", "你好我們的自行車"), ("euc-kr", "안녕하세요자전거"), ("windows-1255", "שלוםאופניים"), ("windows-1256", "مرحباالدراجة"),
    ("iso-8859-7", "αβγδεζηθικλμ"), ("utf-8", "äあ你안שم🚲"),
]  # fmt: skip
quiet = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)


def written(subject: str, name: str, text: str, policy: SMTP.__class__ = SMTP) -> EmailMessage:
    message = EmailMessage(policy=policy)
    message["From"] = f'"{name}" <ana@example.org>'
    message["To"] = "help@shop.example"
    message["Subject"] = subject
    message.set_content(text)
    return message


@quiet
@given(sentence, sentence, paragraphs, policies)
def test_words_come_back(subject: str, name: str, text: str, policy: SMTP.__class__) -> None:
    found = parse(written(subject, name, text, policy).as_bytes())
    assert found.text == text
    assert found.reply_text == text
    # Where the library folds between encoded words it loses a blank now and then.
    assert found.subject.replace(" ", "") == subject.replace(" ", "")
    assert found.sender.name.replace(" ", "") == name.replace(" ", "")


@quiet
@given(st.sampled_from(CHARSETS), st.data(), st.sampled_from(["base64", "quoted-printable", "8bit"]))
def test_charsets_come_back(charset: tuple[str, str], data: st.DataObject, transfer: str) -> None:
    name, alphabet = charset
    text = data.draw(st.text(st.sampled_from(alphabet + "abcdefgh  \n"), min_size=1, max_size=300)).strip()
    assume(text)
    message = EmailMessage(policy=SMTP)
    message.set_content(text, charset=name, cte=transfer if name != "iso-2022-jp" else "base64")
    assert parse(message.as_bytes()).text == text


@quiet
@given(st.lists(st.tuples(sentence, st.binary(max_size=300)), max_size=4), paragraphs, st.booleans())
def test_files_come_back(files: list[tuple[str, bytes]], text: str, has_html: bool) -> None:
    message = written("s", "n", text)
    if has_html:
        message.add_alternative("<p>" + text + "</p>", subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="x-own", filename=name + ".own")
    found = parse(message.as_bytes())
    assert [(file.name, file.content) for file in found.files] == [
        (name + ".own", content) for name, content in files
    ]
    assert found.text == text
    assert bool(found.html) == has_html
