"""What tests of clocks begin with: no policy remembered from another test."""

from collections.abc import Iterator

import pytest

from careline.policies.queries.policies import forget_policies
from careline.workforce.queries import forget_hours


@pytest.fixture(autouse=True)
def fresh_policies() -> Iterator[None]:
    """Read policies and hours anew in each test."""
    forget_hours()
    forget_policies()
    yield
    forget_policies()
