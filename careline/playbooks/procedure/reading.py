"""Reading a playbook's YAML: its plain values, and where each stands. No aliases, no tags, no doubled keys."""

from __future__ import annotations

from typing import Any

import yaml
from django.utils.translation import gettext as _

from careline.playbooks.procedure.findings import Findings, Place

LARGEST = 200_000
DEEPEST = 20


class _Alias(Exception):
    """An alias stands in the document, at this line and column."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(line, column)
        self.line, self.column = line, column


class _Loader(yaml.SafeLoader):
    """YAML's safe loader without aliases, which can make a small file enormous."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise _Alias(mark.line, mark.column)
        return super().compose_node(parent, index)


class Document:
    """One document: its `data`, the `marks` of every place in it, and the `findings` so far. Never raises."""

    def __init__(self, text: str) -> None:
        self.marks: dict[Place, tuple[int, int]] = {(): (0, 0)}
        self.findings = Findings(self.marks)
        self.data: Any = None
        if len(text) > LARGEST:
            return self.findings.at(0, 0, _("The document is too large."))
        try:
            self._loader = _Loader(text)
            node = self._loader.get_single_node()
            self.data = self._value(node, ()) if node else None
        except _Alias as alias:
            self.findings.at(alias.line, alias.column, _("Aliases (*) can’t be used here."))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            words = getattr(error, "problem", None) or _("This is no YAML.")
            self.findings.at(mark.line if mark else 0, mark.column if mark else 0, str(words))
        except RecursionError:
            self.findings.at(0, 0, _("The document is nested too deeply."))

    def _value(self, node: Any, place: Place) -> Any:
        if len(place) > DEEPEST:
            raise RecursionError
        self.marks.setdefault(place, (node.start_mark.line, node.start_mark.column))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(one, (*place, n)) for n, one in enumerate(node.value)]
        if not node.tag.startswith("tag:yaml.org,2002:"):
            self.findings.error(place, _("Tags (!) can’t be used here."))
            return ""
        try:
            return self._loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            self.findings.error(place, _("This value can’t be read; put it in quotes."))
            return ""

    def _mapping(self, node: Any, place: Place) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            inner = (*place, key)
            if key in made:
                self.findings.at(
                    key_node.start_mark.line,
                    key_node.start_mark.column,
                    _("“%(key)s” stands here twice.") % {"key": key},
                )
            self.marks[inner] = (key_node.start_mark.line, key_node.start_mark.column)
            made[key] = self._value(value_node, inner)
        return made
