"""Words of files: every kind we read, and files that mean harm."""

import io
import time
import zipfile

import pytest

from careline.core.extraction import Unreadable, contracts, extract, parent
from careline.core.extraction.contracts import Collector, Enough

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_T = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


def zipped(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def pdf(words: str, *, pages: int = 1) -> bytes:
    """A minimal PDF with the same words on each page."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode("latin-1")
    kids = " ".join(f"{4 + n} 0 R" for n in range(pages))
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {4 + pages} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *[page.encode()] * pages,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, start)


DOCX = zipped(word__document=f"<w:document {_W}><w:body><w:p><w:r><w:t>Warranty for the</w:t></w:r><w:tab/><w:r><w:t>crankset</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>Second line</w:t></w:r></w:p></w:body></w:document>", docProps__app="<x>hidden</x>")  # fmt: skip
PPTX = zipped(**{f"ppt__slides__slide{n}": f"<p {_A}><a:t>Slide {n}</a:t></p>" for n in (10, 2, 1)})
XLSX = zipped(
    xl__sharedStrings=f"<sst {_X}><si><t>Saddle</t></si><si><t>Bell</t></si></sst>",
    xl__worksheets__sheet1=f'<worksheet {_X}><row><c t="s"><v>7</v></c><c><v>4711</v></c><c t="inlineStr"><is><t>in place</t></is></c></row></worksheet>',
)
ODT = zipped(
    content=f"<office {_T}><text:p>Ein <text:span>gelbes</text:span> Rad</text:p><text:p>Ende</text:p></office>"
)
MAIL = b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nContent-Type: text/html; charset=utf-8\n\n<p>From the <b>workshop</b></p>"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(pdf("Invoice 4711 Schl\xfcssel"), "a.pdf", "Invoice 4711 Schlüssel"), (DOCX, "a.docx", "Warranty for the crankset Second line"),
     (PPTX, "a.pptx", "Slide 1 Slide 2 Slide 10"), (XLSX, "a.xlsx", "Saddle Bell 4711 in place"), (ODT, "a.odt", "Ein gelbes Rad Ende"),
     ("naïve\n  text".encode(), "a.txt", "naïve text"), ("größer;2".encode("cp1252"), "a.csv", "größer;2"),
     ("wide words".encode("utf-16"), "a.txt", "wide words"), ("marked".encode("utf-8-sig"), "a.txt", "marked"),
     (b"<html><head><style>p{}</style></head><p>Hello <b>you</b></p>", "a", "Hello you"), (MAIL, "a.eml", "Grüße From the workshop"),
     (b"\x7fELF\x00\x00\x01", "a.txt", ""), (zipped(some__other="<x>y</x>"), "a.zip", ""), (b"", "a.pdf", "")],
)  # fmt: skip
def test_words_of_each_kind(content: bytes, name: str, words: str) -> None:
    assert extract(content, name) == words


def bomb() -> bytes:
    return zipped(
        word__document=f"<w:document {_W}><w:t>"
        + " " * (contracts.LARGEST_UNPACKED_BYTES + 10)
        + "</w:t></w:document>"
    )


def locked() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf("secret"))))
    writer.encrypt("password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def lying() -> bytes:
    """A member that is far larger than its entry in the directory says."""
    content = bytearray(bomb())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = (100).to_bytes(4, "little")
    return bytes(content)


LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document {_W}><w:t>&b;</w:t></w:document>'
OUTSIDE = (
    f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document {_W}><w:t>&a;</w:t></w:document>'
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(bomb(), "too large when unpacked"), (lying(), "damaged|too large"), (locked(), "encrypted"),
     (zipped(word__document=LAUGHS), "damaged"), (zipped(word__document=OUTSIDE), "damaged"), (zipped(word__document="<w:t>"), "damaged"),
     (b"%PDF-1.4 nonsense", "damaged"), (DOCX[:200], "damaged"), (b"x" * (contracts.LARGEST_BYTES + 1), "too large")],
    ids=["bomb", "lying", "locked", "laughs", "outside", "broken xml", "broken pdf", "cut", "large"],
)  # fmt: skip
def test_files_that_mean_harm_or_are_broken_are_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        extract(content, "a.docx")


def test_a_reader_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "MOST_SECONDS", 0.5)
    monkeypatch.setattr(parent, "_GRACE_SECONDS", 0)
    monkeypatch.setattr(parent.sys, "executable", "/bin/sleep")
    monkeypatch.setattr(parent, "_arguments", lambda name: ["60"])
    began = time.monotonic()
    with pytest.raises(Unreadable, match="took too long"):
        extract(b"words", "a.txt")
    assert time.monotonic() - began < 30


def test_only_so_much_text_is_kept() -> None:
    assert len(extract(b"word " * 100_000, "a.txt")) == contracts.LONGEST_TEXT
    with pytest.raises(Enough):
        Collector().add("x" * contracts.LONGEST_TEXT)
