"""The translations as they lie in the package: sound, and compiled from what people edit."""

import gettext
import io

import pytest
from babel.messages.catalog import Message

from careline.testing import catalogues


def the_faults(source, said):
    return list(catalogues.faults_of(Message(source, said)))


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_what_is_loaded_was_made_from_what_is_written(language):
    made = catalogues.compiled(catalogues.catalogue(language), language)
    assert catalogues.loaded(language).read_bytes() == made, "run make words"


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_catalogue_printed_again_is_the_same_file(language):
    again = catalogues.printed(catalogues.catalogue(language), language)
    assert again == catalogues.written(language).read_text("utf-8"), "run make words"


def test_compiled_words_are_found_by_gettext():
    text = """
msgid "Solve"
msgstr "Lösen"

msgctxt "a status"
msgid "Open"
msgstr "Offen"

msgid "%(n)d ticket"
msgid_plural "%(n)d tickets"
msgstr[0] "%(n)d Vorgang"
msgstr[1] "%(n)d Vorgänge"

msgid "Not yet"
msgstr ""
"""
    made = catalogues.compiled(catalogues.parsed(text, "de"), "de")
    words = gettext.GNUTranslations(io.BytesIO(made))
    assert words.gettext("Solve") == "Lösen"
    assert words.pgettext("a status", "Open") == "Offen" and words.gettext("Open") == "Open"
    assert words.ngettext("%(n)d ticket", "%(n)d tickets", 1) == "%(n)d Vorgang"
    assert words.ngettext("%(n)d ticket", "%(n)d tickets", 7) == "%(n)d Vorgänge"
    assert words.gettext("Not yet") == "Not yet"


def test_a_sound_translation_has_no_fault():
    assert the_faults("Hello <b>%(name)s</b>, ", "<b>%(name)s</b>, hallo, ") == []
    assert the_faults(("{n} day", "{n} days"), ("{n} Tag", "{n} Tage")) == []


@pytest.mark.parametrize(
    ("source", "said", "fault"),
    [
        ("Save", "", "not translated"),
        (("%(n)d day", "%(n)d days"), ("%(n)d Tag", ""), "not translated"),
        ("by %(name)s", "von %(nahme)s", "other placeholders"),
        ("by {name}", "von {}", "other placeholders"),
        ("%s of %s", "%s von allen", "other placeholders"),
        (("%(n)d day", "%(n)d days"), ("ein Tag", "%(n)d Tage"), "other placeholders"),
        ("<b>now</b>", "<b>jetzt", "other tags"),
        ("and ", "und", "other blanks at its ends"),
    ],
)
def test_an_unsound_translation_is_named(source, said, fault):
    assert fault in the_faults(source, said)


def test_a_fuzzy_translation_is_named():
    assert list(catalogues.faults_of(Message("Save", "Sichern", flags={"fuzzy"}))) == ["fuzzy"]


def test_every_language_one_can_choose_has_a_catalogue(settings):
    assert [code for code, name in settings.LANGUAGES] == ["en", *catalogues.LANGUAGES]
