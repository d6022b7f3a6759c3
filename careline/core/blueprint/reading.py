"""Reading a configuration file: YAML without aliases, tags or doubled keys; what is unknown is an error with its line."""

from typing import Any

import yaml

from careline.core.blueprint.section import KEPT, Item, Section, sections

LARGEST = 5_000_000
DEEPEST = 30
_PLAIN_TAGS = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
Path = tuple[str | int, ...]


class BlueprintError(Exception):
    """The file can't be applied; each of `lines` says where and why, in plain words."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class _Loader(yaml.SafeLoader):
    """YAML's safe loader without aliases, which can make a small file enormous."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise BlueprintError(f"line {self.peek_event().start_mark.line + 1}: no aliases (*) here")  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


class Reading:
    """One file that is read: its values, and the line of each."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self.errors: list[str] = []
        if len(text) > LARGEST:
            raise BlueprintError("The file is too large.")
        try:
            self._loader = _Loader(text)
            node = self._loader.get_single_node()
            self.data = self._value(node, ()) if node else {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f"line {mark.line + 1}: " if mark else ""
            raise BlueprintError(f"{where}{getattr(error, 'problem', None) or 'this is no YAML'}") from None
        except RecursionError:
            raise BlueprintError("The file is nested too deeply.") from None

    def refuse(self, path: Path, words: str) -> None:
        """Note an error at this place."""
        line = next((self.lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.lines), 1)
        where = ".".join(str(one + 1) if isinstance(one, int) else one for one in path)
        self.errors.append(f"line {line}: {where}: {words}" if where else f"line {line}: {words}")

    def _value(self, node: Any, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if len(path) > DEEPEST:
            raise RecursionError
        if not isinstance(node, yaml.ScalarNode) and node.tag not in _PLAIN_TAGS:
            self.refuse(path, "no tags (!) here")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(one, (*path, n)) for n, one in enumerate(node.value)]
        try:
            return self._loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            self.refuse(path, "this value can't be read; put it in quotes")
            return ""

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            inner = (*path, key)
            self.lines[inner] = key_node.start_mark.line + 1
            if key in made:
                self.refuse(inner, "stands here twice")
            made[key] = self._value(value_node, inner)
        return made


def read(text: str) -> dict[str, list[Item]]:
    """The items of each section that the file has. Raises BlueprintError with every error that it finds."""
    reading = Reading(text)
    if not isinstance(reading.data, dict):
        raise BlueprintError("line 1: the file must be a mapping of sections")
    known = {section.name: section for section in sections()}
    found: dict[str, list[Item]] = {}
    for name, given in reading.data.items():
        if name == "version":
            if given != 1:
                reading.refuse((name,), "this version of Careline reads version 1")
        elif name not in known:
            reading.refuse((name,), f"there is no such section; there are: {', '.join(known)}")
        else:
            found[name] = _section(reading, known[name], given)
    if reading.errors:
        raise BlueprintError(*reading.errors)
    return found


def _section(reading: Reading, section: Section, given: Any) -> list[Item]:
    if not section.key:
        return [_item(reading, section, given, (section.name,))]
    if not isinstance(given, list):
        reading.refuse((section.name,), "must be a list")
        return []
    items, seen = [], set()
    for n, one in enumerate(given):
        path: Path = (section.name, n)
        usual = {name: value for name, value in (section.defaults or {}).items() if name in section.key}
        item = usual | _item(reading, section, one, path)
        if missing := [name for name in section.key if name not in item]:
            if lacking := [name for name in missing if not isinstance(one, dict) or name not in one]:
                reading.refuse(path, f"lacks {', '.join(lacking)}")
            continue
        if section.key_of(item) in seen:
            reading.refuse(path, f"{', '.join(section.key_of(item))}: stands here twice")
        seen.add(section.key_of(item))
        items.append(item)
    return items


def _item(reading: Reading, section: Section, given: Any, path: Path) -> Item:
    if not isinstance(given, dict):
        reading.refuse(path, "must be a mapping")
        return {}
    item: Item = {}
    for name, value in given.items():
        if name not in section.fields:
            reading.refuse((*path, name), f"is unknown; known are: {', '.join(section.fields)}")
            continue
        try:
            is_kept = name in section.secrets and value == KEPT
            item[name] = KEPT if is_kept else section.fields[name](value)
        except ValueError as error:
            reading.refuse((*path, name), str(error))
    return item
