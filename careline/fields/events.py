"""What can happen to the definitions of fields and forms. Changes of values are facts of those who hold them."""

from dataclasses import dataclass

from careline.core.events import Fact


@dataclass(frozen=True)
class FieldFact(Fact):
    """Base: every fact about a field names it."""

    field_id: int
    target: str = ""
    key: str = ""

    @property
    def subject(self) -> str:
        """The field."""
        return f"field:{self.field_id}"


@dataclass(frozen=True)
class FieldCreated(FieldFact):
    """A field was defined."""

    name = "field.created"
    kind: str = ""


@dataclass(frozen=True)
class FieldChanged(FieldFact):
    """A field's definition was changed: the names of what changed."""

    name = "field.changed"
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldArchived(FieldFact):
    """A field is no longer asked; its values stay."""

    name = "field.archived"


@dataclass(frozen=True)
class FieldRestored(FieldFact):
    """An archived field is asked again."""

    name = "field.restored"


@dataclass(frozen=True)
class FieldsOrdered(Fact):
    """The fields of a target stand in another order."""

    name = "fields.ordered"
    target: str = ""
    keys: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The target's fields."""
        return f"fields:{self.target}"


@dataclass(frozen=True)
class FormChanged(Fact):
    """A form was made or changed, or removed (then it has no fields)."""

    name = "form.changed"
    target: str = ""
    ticket_type: str = ""
    keys: tuple[str, ...] = ()
    rules: int = 0

    @property
    def subject(self) -> str:
        """The form."""
        return f"form:{self.target}:{self.ticket_type}"
