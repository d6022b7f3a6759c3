"""Synthetic mail as bytes: plain, HTML with quotes, replies in threads, attachments; seeded."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from bench.generator.words import Writer

_START = datetime(2026, 1, 5, 8, tzinfo=UTC)
_PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


def mails(
    count: int, *, seed: int = 1, recipient: str = "support@radhaus.example", first: int = 0
) -> Iterator[bytes]:
    """Yield `count` messages: a third replies, half with HTML, every tenth with an attachment."""
    writer = Writer(seed)
    for number in range(first, first + count):
        yield _mail(writer, number, seed, recipient)


def _mail(writer: Writer, number: int, seed: int, recipient: str) -> bytes:
    language = writer.language()
    message = EmailMessage()
    sender = writer.random.randint(0, 4000)
    message["From"] = f"{writer.name()} <customer{sender}@people{sender % 50}.example>"
    message["To"] = f"Radhaus <{recipient}>"
    message["Subject"] = writer.subject(language)
    message["Date"] = format_datetime(_START + timedelta(seconds=37 * number))
    message["Message-ID"] = f"<{seed}.{number}@people.example>"
    is_reply = number > 3 and writer.random.random() < 0.33
    if is_reply:
        earlier = f"<{seed}.{writer.random.randint(0, number - 1)}@people.example>"
        message["In-Reply-To"] = message["References"] = earlier
    text = writer.text(language) + "\n\n-- \nSent from somewhere\n"
    if is_reply:
        text += "\nOn Mon, 5 Jan 2026 at 08:00, Radhaus <support@radhaus.example> wrote:\n> " + "\n> ".join(
            writer.text(language).split("\n")
        )
    message.set_content(text)
    if writer.random.random() < 0.5:
        message.add_alternative(_html(text), subtype="html")
    if writer.random.random() < 0.1:
        content = _PIXEL + number.to_bytes(8, "big") + bytes(writer.random.randint(500, 5000))
        message.add_attachment(content, maintype="image", subtype="png", filename=f"photo {number}.png")
    return message.as_bytes()


def _html(text: str) -> str:
    paragraphs = "".join(f"<p style='margin:0'>{part}</p>" for part in text.split("\n\n"))
    return f"<html><head><style>p{{color:#333}}</style></head><body>{paragraphs}<script>x()</script></body></html>"
