"""The desk's configuration as one file: sections that rooms describe, read strictly, planned, applied all or nothing."""

from careline.core.blueprint.apply import Outcome, apply
from careline.core.blueprint.reading import BlueprintError
from careline.core.blueprint.section import Item, Section, register_section
from careline.core.blueprint.writing import export

__all__ = ["BlueprintError", "Item", "Outcome", "Section", "apply", "export", "register_section"]
