"""The API's part of the workforce: business hours and the days apart from them, skills, and absences."""

from ninja import Router

from careline.workforce.api import absences, exceptions, hours, skills

router = Router()
for part in (hours.router, exceptions.router, skills.router, absences.router):
    router.add_router("", part)
