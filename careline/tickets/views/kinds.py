"""The standard views of the queue: their names, and what they say when they are empty."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIRST = "my-teams"


@dataclass(frozen=True, slots=True)
class View:
    """One view: its name in addresses, its label, and what to say where it holds nothing."""

    name: str
    label: str | Promise
    done: str | Promise
    count: str = ""

    @property
    def href(self) -> str:
        """Its address."""
        return f"/views/{self.name}/"

    @property
    def nothing(self) -> str | Promise:
        """What stands in the empty list."""
        return self.done


VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        View("mine", _("Assigned to me"), _("Everyone of yours has an answer.")),
        View("unassigned", _("Unassigned"), _("Every ticket is in somebody’s hands.")),
        View("my-teams", _("My teams"), _("Your teams have answered everyone.")),
        View("all-open", _("All open"), _("Everyone has an answer.")),
        View("pending", _("Waiting for the customer"), _("Nobody keeps us waiting.")),
        View("solved", _("Solved"), _("Nothing is solved yet.")),
    )
}


def view_named(name: str) -> View:
    """The view of this name, or the one that people see first."""
    return VIEWS.get(name) or VIEWS[FIRST]


def counted(view: View, count: str) -> View:
    """The same view with its figure."""
    return replace(view, count=count)
