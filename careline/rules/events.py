"""What happens to rules, and what they do on tickets."""

from dataclasses import dataclass

from careline.core.events import Fact
from careline.tickets.events import TicketFact


@dataclass(frozen=True)
class RuleFact(Fact):
    """Base: every fact about a rule names it, with its name at that time."""

    rule_id: int
    name_of_rule: str = ""

    @property
    def subject(self) -> str:
        """The rule."""
        return f"rule:{self.rule_id}"


@dataclass(frozen=True)
class RuleSaved(RuleFact):
    """A rule was made or changed: what it is from now on stands in its version. `restores` is the version taken again."""

    name = "rule.saved"
    version: int = 0
    restores: int = 0


@dataclass(frozen=True)
class RuleSwitched(RuleFact):
    """A rule was switched on or off."""

    name = "rule.switched"
    is_active: bool = False


@dataclass(frozen=True)
class RuleMoved(RuleFact):
    """A rule runs earlier or later among the others: its place from 1."""

    name = "rule.moved"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class RuleRemoved(RuleFact):
    """A rule is gone. Its runs stay readable on the tickets."""

    name = "rule.removed"


@dataclass(frozen=True)
class RuleRan(TicketFact):
    """A rule did something to a ticket, or was kept from it: `outcome` is done, partly, failed or loop.

    `because` are its conditions in words, each with whether it held, `did` what it did, in the company's language and
    without what was found; the run says all of it, to whom it may.
    """

    name = "rule.ran"
    rule_id: int = 0
    run_id: int = 0
    version: int = 0
    name_of_rule: str = ""
    outcome: str = ""
    because: tuple[tuple[str, bool], ...] = ()
    did: tuple[str, ...] = ()


@dataclass(frozen=True)
class PeopleAsked(TicketFact):
    """A rule wants some people to look at a ticket: `agent_ids`; the words are the rule's own."""

    name = "rule.notified"
    agent_ids: tuple[int, ...] = ()
    rule_id: int = 0
    words: str = ""
