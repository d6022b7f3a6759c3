"""The API's part of service targets: the policies, and the clocks of a ticket."""

from ninja import Router

from careline.policies.api import clocks, policies

router = Router()
for part in (policies.router, clocks.router):
    router.add_router("", part)
