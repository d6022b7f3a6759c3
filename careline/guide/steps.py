"""The steps of setting up a service, in the order in which each is of use to the next. `docs/set-up-your-service.md` tells them at length."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Step:
    """One step: how many minutes it takes, what to decide, an example, how to see that it works, and the pages by url name."""

    title: str | Promise
    minutes: int
    decide: str | Promise
    example: str | Promise
    check: str | Promise
    pages: tuple[str, ...]


STEPS = (
    Step(
        _("Business hours"),
        5,
        _("When does somebody answer, day by day, lunch included? Service targets count this time only."),
        _("Monday 09:00–12:30, 13:30–18:00; Saturday 09:00–14:00; Sunday closed."),
        _("Beside the next two weeks stands when an answer within four hours would be due."),
        ("workforce:all_hours", "workforce:uses"),
    ),
    Step(
        _("Holidays and days off"),
        3,
        _("By which country’s and region’s holidays do you close, and which days are yours alone?"),
        _("Germany, Berlin; a works outing, closed; the inventory, 14:00–18:00."),
        _("The next two weeks name each of these days that lies in them."),
        ("workforce:add_company_days",),
    ),
    Step(
        _("Service targets"),
        8,
        _("What is everybody owed, and who is owed more? Begin with what you keep today."),
        _("A first answer within 1h where it is urgent, within 8h else; complaints within 45m."),
        _("Open a ticket: beside it stands which policy counts, and how the moment came about."),
        ("policies:policies",),
    ),
    Step(
        _("Skills and routing"),
        10,
        _("What do some tickets need that not everybody has, and how many does one person take at a time?"),
        _("German and e-bike drives; 12 tickets each; a queue for batteries, and one for everything else."),
        _(
            "Beside a ticket in nobody’s hands, “Who could take it” names each person, and why not the others."
        ),
        ("workforce:skills", "workforce:capacity", "workforce:absences", "routing:queues", "routing:people"),
    ),
    Step(
        _("Rules"),
        8,
        _("What do you do by hand every day without thinking? Begin with two or three."),
        _("“Brake” in a message: add the tag “safety”. Solved for 96 hours: close it."),
        _("“Try on a ticket” says of each condition whether it holds; nothing is done."),
        ("rules:rules",),
    ),
    Step(
        _("Playbooks"),
        8,
        _("Which two cases go wrong most often? Eight procedures come along to look through and take."),
        _("Damaged on arrival, with a limit of 40.00 on what is granted."),
        _("“Try it out” goes through it on paper, with the facts of your last such case."),
        ("playbooks:home",),
    ),
    Step(
        _("Limits and ladders"),
        7,
        _("How much does somebody give back without asking, and who is asked beyond that, by when?"),
        _(
            "Agents refund up to 50 EUR, leads up to 500 EUR; the lead has four hours, then a manager is asked."
        ),
        _("As an agent ask for 120 EUR beside a ticket: it says whom it asks."),
        ("authority:limits", "authority:ladders", "authority:budgets"),
    ),
    Step(
        _("Promises"),
        2,
        _("How far ahead may anybody promise something, and what may nobody promise?"),
        _("30 days; never “full refund”, never “by Christmas”."),
        _("Write “We’ll call you tomorrow at 10:00.” in an answer: it is offered to be watched."),
        ("promises:rules",),
    ),
    Step(
        _("Complaints and upset customers"),
        4,
        _("In how many days is a complaint acknowledged and answered, and by which causes do you count?"),
        _("Acknowledged in 1 business day, answered in 5; three of a kind in 30 days are systemic."),
        _("Beside the ticket of an upset customer stand the words that made it so."),
        ("feedback:settings", "feedback:complaints"),
    ),
    Step(
        _("Figures"),
        5,
        _("Which two figures do you look at every Monday?"),
        _("First response, median 2 h 10 min against a target of 8 h: it can be tightened."),
        _("Open a figure down to its tickets, and one of those down to its stretches."),
        ("insight:insight", "insight:definitions"),
    ),
)


def minutes() -> int:
    """How long all of it takes."""
    return sum(one.minutes for one in STEPS)
