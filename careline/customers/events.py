"""What can happen to customers."""

from dataclasses import dataclass, field
from typing import Any

from careline.core.events import Fact


@dataclass(frozen=True)
class CustomerFact(Fact):
    """Base: every fact about a customer names them."""

    customer_id: int

    @property
    def subject(self) -> str:
        """The customer."""
        return f"customer:{self.customer_id}"


@dataclass(frozen=True)
class CustomerChanged(CustomerFact):
    """What is known of a customer was edited: the names of the fields that changed."""

    name = "customer.changed"
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class IdentityFact(CustomerFact):
    """Base: an identity of a customer, by its row and kind; its value is not written down again."""

    identity_id: int = 0
    kind: str = ""


@dataclass(frozen=True)
class IdentityAdded(IdentityFact):
    """A customer is known by one more identity."""

    name = "customer.identity_added"


@dataclass(frozen=True)
class IdentityRemoved(IdentityFact):
    """A customer is no longer known by an identity."""

    name = "customer.identity_removed"


@dataclass(frozen=True)
class IdentityVerified(IdentityFact):
    """Somebody made sure that an identity is really theirs, or took that back."""

    name = "customer.identity_verified"
    is_verified: bool = True


@dataclass(frozen=True)
class ConsentStated(CustomerFact):
    """A customer agreed that we write to them on a channel, or took it back."""

    name = "customer.consent_stated"
    channel: str = ""
    is_given: bool = False


@dataclass(frozen=True)
class CustomerFieldsChanged(CustomerFact):
    """Values of a customer's fields changed; of those that not everybody may see only the keys are named."""

    name = "customer.fields_changed"
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    words: tuple[tuple[str, str], ...] = ()
    restricted: tuple[str, ...] = ()


@dataclass(frozen=True)
class CustomersMerged(CustomerFact):
    """Another record of the same person was merged into this one."""

    name = "customer.merged"
    source_id: int = 0
    merge_id: int = 0


@dataclass(frozen=True)
class CustomersUnmerged(CustomerFact):
    """A merge of two records was taken back."""

    name = "customer.unmerged"
    source_id: int = 0
    merge_id: int = 0


@dataclass(frozen=True)
class OrganisationChanged(Fact):
    """An organisation was made or edited, or its domains were."""

    name = "organisation.changed"
    organisation_id: int = 0
    domains: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The organisation."""
        return f"organisation:{self.organisation_id}"


@dataclass(frozen=True)
class CustomerHeld(CustomerFact):
    """A customer was put under legal hold: nothing of them is erased."""

    name = "customer.held"
    reason: str = ""


@dataclass(frozen=True)
class CustomerReleased(CustomerFact):
    """A legal hold ended."""

    name = "customer.released"


@dataclass(frozen=True)
class ExportAsked(CustomerFact):
    """Somebody asked for everything that we hold about a customer."""

    name = "customer.export_asked"
    export_id: int = 0


@dataclass(frozen=True)
class ExportReady(CustomerFact):
    """Everything that we hold about a customer was written down, and can be downloaded by who asked for it."""

    name = "customer.export_ready"
    export_id: int = 0
    agent_id: int = 0


@dataclass(frozen=True)
class ExportRead(CustomerFact):
    """Somebody downloaded everything that we hold about a customer."""

    name = "customer.export_read"
    export_id: int = 0


@dataclass(frozen=True)
class ErasureAsked(CustomerFact):
    """Somebody asked that a customer is erased; why is kept with the erasure."""

    name = "customer.erasure_asked"
    erasure_id: int = 0


@dataclass(frozen=True)
class CustomerErased(CustomerFact):
    """Everything personal of a customer was taken out, by a person or by a retention rule; figures stay."""

    name = "customer.erased"
    erasure_id: int = 0


@dataclass(frozen=True)
class OrganisationFieldsChanged(Fact):
    """Values of an organisation's fields changed; of those that not everybody may see only the keys are named."""

    name = "organisation.fields_changed"
    organisation_id: int = 0
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    words: tuple[tuple[str, str], ...] = ()
    restricted: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The organisation."""
        return f"organisation:{self.organisation_id}"


@dataclass(frozen=True)
class SenderFact(Fact):
    """Base: every fact about a blocked sender names the row."""

    blocked_id: int
    pattern: str = ""

    @property
    def subject(self) -> str:
        """The sender."""
        return f"sender:{self.blocked_id}"


@dataclass(frozen=True)
class SenderBlocked(SenderFact):
    """Mail from an address or domain will be suspended."""

    name = "sender.blocked"
    reason: str = ""


@dataclass(frozen=True)
class SenderUnblocked(SenderFact):
    """Mail from an address or domain is let in again."""

    name = "sender.unblocked"


@dataclass(frozen=True)
class ImportFact(Fact):
    """Base: every fact about an import names it."""

    run_id: int
    kind: str = ""

    @property
    def subject(self) -> str:
        """The import."""
        return f"import:{self.run_id}"


@dataclass(frozen=True)
class ImportAsked(ImportFact):
    """Somebody had a file checked or brought in."""

    name = "import.asked"
    is_check: bool = False


@dataclass(frozen=True)
class ImportFinished(ImportFact):
    """A file was brought in to its end."""

    name = "import.finished"
    made: int = 0
    changed: int = 0
    refused: int = 0


@dataclass(frozen=True)
class TableExported(Fact):
    """Somebody took customers or tickets out as a file."""

    name = "table.exported"
    kind: str = ""
    columns: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The table."""
        return f"table:{self.kind}"
