"""The API's part of accounts: tokens are recognised here; people and teams can be read."""

from careline.accounts.api import staff, tokens  # noqa: F401  (`tokens` registers who knows them)

router = staff.router
