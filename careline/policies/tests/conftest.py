"""What tests of clocks begin with: no policy remembered from another test."""

from collections.abc import Iterator

import pytest

from careline.policies.queries.policies import forget_policies


@pytest.fixture(autouse=True)
def fresh_policies() -> Iterator[None]:
    """Read policies anew in each test."""
    forget_policies()
    yield
    forget_policies()
