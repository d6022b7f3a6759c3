"""The API's part of the workforce: business hours, who goes by which, days apart from them, skills, capacity, absences."""

from ninja import Router

from careline.workforce.api import absences, capacity, exceptions, hours, skills, uses

router = Router()
for part in (hours, uses, exceptions, skills, capacity, absences):
    router.add_router("", part.router)
