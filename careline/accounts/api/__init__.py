"""The API's part of accounts: tokens are recognised here; people, teams and events can be read, own tokens revoked."""

from ninja import Router

from careline.accounts.api import events, own_tokens, staff, tokens  # noqa: F401  (`tokens` registers who knows them)

router = Router()
router.add_router("", staff.router)
router.add_router("", events.router)
router.add_router("", own_tokens.router)
