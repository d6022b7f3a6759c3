"""The whole API: every room's part under `/api/v1`, and what the exceptions of the rooms become."""

from django.http import HttpRequest, JsonResponse

from careline.accounts import api as accounts
from careline.accounts.contracts import Forbidden, NotPossible
from careline.authority import api as authority
from careline.authority.contracts import AuthorityRefused
from careline.core.api.house import HouseAPI
from careline.core.live.export import OtherDatabase, UnknownPosition
from careline.customers import api as customers
from careline.customers.contracts import CustomersRefused
from careline.feedback import api as feedback
from careline.feedback.contracts import FeedbackRefused, Outdated
from careline.fields.contracts import FieldsRefused
from careline.insight import api as insight
from careline.playbooks import api as playbooks
from careline.playbooks.contracts import Moved, PlaybookRefused
from careline.policies import api as policies
from careline.policies.contracts import PolicyRefused
from careline.promises import api as promises
from careline.routing import api as routing
from careline.rules import api as rules
from careline.tickets import api as tickets
from careline.tickets.api.changes import Stale
from careline.tickets.contracts import Conflict, Refused
from careline.tickets.queries.conditions import BadConditions
from careline.tickets.queries.turns import NoTurn, TookTooLong
from careline.webhooks import api as webhooks
from careline.webhooks.contracts import WebhookRefused
from careline.workforce import api as workforce
from careline.workforce.contracts import HoursRefused, WorkforceRefused

DESCRIPTION = """\
Everything that the pages can do, for programs: the same queries and actions, with the rights of the token's owner,
within the token's scopes. See docs/api.md for how to begin."""


def _wrong_fields(error: FieldsRefused) -> list[dict[str, str]]:
    return [{"at": f"body.fields.{key}", "message": words} for key, words in error.errors.items()]


def _wrong_conditions(error: BadConditions) -> list[dict[str, str]]:
    return [
        {"at": f"body.conditions.groups.{g}.conditions.{c}", "message": words}
        for (g, c), words in error.errors.items()
    ]


api = HouseAPI(prefix="/api/v1/", title="Careline", version="1", description=DESCRIPTION)
api.say(Forbidden, 403, "forbidden")
api.say(Refused, 422, "refused")
api.say(CustomersRefused, 422, "refused")
api.say(NotPossible, 422, "refused")
api.say(FieldsRefused, 422, "refused", errors=_wrong_fields)
api.say(BadConditions, 422, "bad_conditions", errors=_wrong_conditions)
api.say(WebhookRefused, 422, "refused")
api.say(AuthorityRefused, 422, "refused")
api.say(PlaybookRefused, 422, "refused")
api.say(FeedbackRefused, 422, "refused")
api.say(Outdated, 409, "stale_version", version=lambda error: error.version)
api.say(Moved, 409, "moved_on")
api.say(HoursRefused, 422, "refused")
api.say(WorkforceRefused, 422, "refused")
api.say(PolicyRefused, 422, "refused")
api.say(Conflict, 409, "stale_version", version=lambda error: error.version)
api.say(OtherDatabase, 410, "other_database")
api.say(UnknownPosition, 422, "bad_cursor")
api.say(Stale, 412, "stale_version", version=lambda error: error.version)
api.say(NoTurn, 503, "search_busy")
api.say(TookTooLong, 422, "took_too_long")
api.add_router("", accounts.router)
api.add_router("", customers.router)
api.add_router("", tickets.router)
api.add_router("", playbooks.router)
api.add_router("", webhooks.router)
api.add_router("", routing.router)
api.add_router("", workforce.router)
api.add_router("", policies.router)
api.add_router("", authority.router)
api.add_router("", rules.router)
api.add_router("", feedback.router)
api.add_router("", insight.router)
api.add_router("", promises.router)


@api.get("/openapi.json", auth=None, include_in_schema=False, operation_id="describe")
def describe(request: HttpRequest) -> JsonResponse:
    """The description of this API (OpenAPI 3.1), for everybody: it is no secret."""
    return JsonResponse(api.get_openapi_schema())
