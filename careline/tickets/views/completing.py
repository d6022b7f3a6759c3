"""Ways to go on with a search that is being typed, for the box of the search page."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.tickets.queries.completions import completions
from careline.tickets.views.doors import agent_page


@agent_page
@require_safe
def complete(request: HttpRequest) -> HttpResponse:
    """Say what may follow after the text before the caret."""
    found = completions(agent_of(request), request.GET.get("q", ""))
    rows = [{"insert": one.insert, "aside": one.aside, "replaces": one.replaces} for one in found]
    return JsonResponse({"completions": rows})
