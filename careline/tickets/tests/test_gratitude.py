"""A mere thank-you is recognised carefully."""

import pytest

from careline.tickets.gratitude import is_mere_thanks


@pytest.mark.parametrize(
    "text",
    ["Thanks!", "Thank you so much, that works.", "Vielen Dank für die schnelle Hilfe", "Merci beaucoup", "Muchas gracias!",
     "Grazie mille", "ありがとうございます", "Спасибо большое!", "谢谢", "Bedankt, het werkt", "Tack så mycket"],
)  # fmt: skip
def test_thanks_are_thanks(text: str) -> None:
    assert is_mere_thanks(text)


@pytest.mark.parametrize(
    "text",
    ["", "ok", "Thanks, but it still rattles", "Thank you. When will it arrive?", "Danke, aber es geht nicht",
     "Thanks, I paid 20 euros", "Thank you " * 20, "It works", "Merci, mais non", "Thanks, please send the invoice too",
     "Gracias, pero no", "Спасибо, но не работает"],
)  # fmt: skip
def test_more_than_thanks_is_not(text: str) -> None:
    assert not is_mere_thanks(text)
