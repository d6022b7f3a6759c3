"""Limits: so many in a window, and no more."""

import pytest

from careline.core import limits


@pytest.mark.django_db
def test_a_limit_lets_through_just_so_many():
    answers = [limits.allow("form:1.2.3.4", limit=3, seconds=3600) for _ in range(5)]
    assert answers == [True, True, True, False, False]
    assert limits.allow("form:5.6.7.8", limit=3, seconds=3600)
    assert limits.count("form:1.2.3.4", seconds=3600) == 5
