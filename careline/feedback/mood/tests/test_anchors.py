"""Which words must stand in a text for a pattern to be found."""

import pytest

from careline.feedback.mood.anchors import anchors


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("furious", {"furious"}),
        ("at once", {"once"}),
        ("(see|call) my lawyer", {"lawyer"}),
        ("(see|call) (a|my)", {"see", "call"}),
        ("colou?r", {"colo"}),
        (r"angry\w*", {"angry"}),
        (r"(very )?(sad|angry)", {"sad", "angry"}),
        (r"[.!?\n](\w+ )?x", set()),
        (r"(ab|\w+)", set()),
        (r"(?!no)yes", {"yes"}),
    ],
)
def test_one_of_the_words_that_can_not_be_left_out_is_asked_for(pattern, found):
    assert anchors(pattern) == found
