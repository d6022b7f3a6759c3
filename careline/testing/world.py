"""A small company for tests: two teams, one of each kind of person, one customer.

`make_world()` makes the people; `make_*` make one row each, with all that must be true of it. No mail, no channels.
"""

from dataclasses import dataclass
from itertools import count

from django.db import transaction

from careline.accounts.contracts import Role
from careline.accounts.models import Agent, Company, Membership, Team
from careline.customers.models import Customer, Identity, Organisation, OrganisationDomain
from careline.tickets.models import Interval, Message, Priority, Status, Ticket, TicketDelta
from careline.tickets.models.said import index_words

PASSWORD = "correct horse battery"
_serial = count(1)


@dataclass(frozen=True)
class World:
    """A bicycle shop with a public team (Support), a private one (Complaints), and one person of each kind.

    `ana` and `ben` answer in Support, `lead` leads it, `light` is a light agent there, `cleo` answers in
    Complaints; `stranger` answers in Workshop only: they see Support's tickets and never those of Complaints.
    `owner` is an admin, `manager` and `auditor` see every team; `gone` was deactivated.
    """

    company: Company
    support: Team
    complaints: Team
    workshop: Team
    owner: Agent
    manager: Agent
    lead: Agent
    ana: Agent
    ben: Agent
    cleo: Agent
    light: Agent
    stranger: Agent
    auditor: Agent
    gone: Agent
    customer: Customer


def make_world() -> World:
    """Make the company, its teams and people, and one customer, carla@customer.example."""
    support, complaints, workshop = Team.objects.bulk_create(
        [Team(name="Support"), Team(name="Complaints", is_private=True), Team(name="Workshop")]
    )
    people = _make_people(support, complaints, workshop)
    return World(
        company=Company.objects.get_or_create(pk=1, defaults={"name": "Wheels & Sons"})[0],
        support=support,
        complaints=complaints,
        workshop=workshop,
        customer=make_customer("Carla Customer", email="carla@customer.example"),
        **people,
    )


def _make_people(support: Team, complaints: Team, workshop: Team) -> dict[str, Agent]:
    """All ten in two statements: thousands of tests begin with them."""
    people = {
        "owner": _agent("Olga Owner", role=Role.ADMIN),
        "manager": _agent("Mia Manager", role=Role.MANAGER),
        "lead": _agent("Lou Lead", role=Role.TEAM_LEAD),
        "ana": _agent("Ana Agent"),
        "ben": _agent("Ben Agent"),
        "cleo": _agent("Cleo Complaints"),
        "light": _agent("Lee Light", role=Role.LIGHT_AGENT),
        "stranger": _agent("Sam Stranger"),
        "auditor": _agent("Ada Auditor", role=Role.AUDITOR),
        "gone": _agent("Gus Gone", is_active=False),
    }
    Agent.objects.bulk_create(people.values())
    teams = {"cleo": complaints, "stranger": workshop} | dict.fromkeys(
        ("lead", "ana", "ben", "light", "gone"), support
    )
    Membership.objects.bulk_create(Membership(team=team, agent=people[name]) for name, team in teams.items())
    return people


def _agent(name: str, *, role: Role = Role.AGENT, is_active: bool = True) -> Agent:
    """An agent <first name>@desk.example without a password, not saved yet."""
    agent = Agent(email=f"{name.split()[0].lower()}@desk.example", name=name, role=role, is_active=is_active)
    agent.set_unusable_password()
    return agent


def make_team(name: str = "", *, is_private: bool = False) -> Team:
    """Make a team."""
    return Team.objects.create(name=name or f"Team {next(_serial)}", is_private=is_private)


def make_agent(
    name: str = "",
    *,
    role: Role = Role.AGENT,
    teams: list[Team] | None = None,
    is_active: bool = True,
    password: str | None = None,
) -> Agent:
    """Make an agent <first name>@desk.example; without a password nobody can log in with one (hashing is slow)."""
    name = name or f"Agent{next(_serial)} Somebody"
    agent = Agent.objects.create_user(
        f"{name.split()[0].lower()}@desk.example", password, name=name, role=role, is_active=is_active
    )
    Membership.objects.bulk_create(Membership(team=team, agent=agent) for team in teams or [])
    return agent


def make_organisation(name: str = "Bikes Ltd", *, domain: str = "") -> Organisation:
    """Make an organisation, with a domain if given."""
    organisation = Organisation.objects.create(name=name)
    if domain:
        OrganisationDomain.objects.create(organisation=organisation, domain=domain)
    return organisation


def make_customer(name: str = "", *, email: str = "", organisation: Organisation | None = None) -> Customer:
    """Make a customer with one e-mail identity."""
    n = next(_serial)
    email = email or f"customer{n}@customer.example"
    customer = Customer.objects.create(name=name or f"Customer {n}", organisation=organisation)
    Identity.objects.create(customer=customer, kind="email", value=email, normalised=email.lower())
    return customer


@transaction.atomic
def make_ticket(
    team: Team,
    customer: Customer,
    *,
    subject: str = "My chain came off",
    text: str = "It came off yesterday. What now?",
    status: Status = Status.NEW,
    assignee: Agent | None = None,
    priority: Priority = Priority.NORMAL,
) -> Ticket:
    """Make a ticket with the customer's first message, its intervals, its count and its words for search."""
    ticket = Ticket.objects.create(
        team=team, customer=customer, subject=subject, snippet=text[:160], status=status, assignee=assignee,
        priority=priority, message_count=0,
    )  # fmt: skip
    assignee_id = assignee.pk if assignee else 0
    TicketDelta.objects.create(team_id=team.pk, status=status, assignee_id=assignee_id, n=1)
    for kind, value in (("status", status), ("team", team.pk), ("assignee", assignee_id)):
        Interval.objects.create(ticket=ticket, kind=kind, value=value)
    customer.team_ids = sorted({*customer.team_ids, team.pk})
    customer.save(update_fields=["team_ids"])
    make_message(ticket, text=text)
    ticket.refresh_from_db()
    return ticket


@transaction.atomic
def make_message(
    ticket: Ticket,
    *,
    text: str = "Hello again",
    agent: Agent | None = None,
    is_public: bool = True,
    state: str = "",
) -> Message:
    """Make a message in a ticket: the requester's, or an agent's."""
    identity = ticket.customer.identities.first()
    message = Message.objects.create(
        ticket=ticket, text=text, reply_text=text, is_public=is_public, agent=agent, state=state,
        author="agent" if agent else "customer", customer=None if agent else ticket.customer, subject=ticket.subject,
        from_email=agent.email if agent else (identity.value if identity else ""),
        from_name=agent.name if agent else ticket.customer.name, grade="" if agent else "verified",
    )  # fmt: skip
    ticket.message_count += 1
    if is_public:
        message.refresh_from_db(fields=["created_at"])
        ticket.snippet, ticket.last_message_at = text[:160], message.created_at
    if is_public and agent is None:
        ticket.last_customer_at = message.created_at
    ticket.save(update_fields=["message_count", "snippet", "last_message_at", "last_customer_at"])
    index_words(message, ticket, names=[message.from_name])
    return message
