"""Writing a configuration file, for people to read and to keep under version control."""

from typing import Any

import yaml

from careline.core.blueprint.section import sections

HEAD = """\
# The configuration of a Careline desk. Read it back with: careline config apply FILE --dry-run
# What is missing here stays as it is. Secrets are never written: "(kept)" keeps what is stored.
"""


_ODD_ENDS = frozenset("\x85\u2028\u2029")


class _Dumper(yaml.SafeDumper):
    """Several lines of text as a block; ends of line that only some know (NEL, LS, PS) escaped, or YAML would fold them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: Any, value: str) -> Any:
    style = "|" if "\n" in value and "\r" not in value else None
    if not _ODD_ENDS.isdisjoint(value):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def export() -> str:
    """Everything that is configured, as YAML: the same desk gives the same text."""
    data: dict[str, Any] = {"version": 1}
    for section in sections():
        items = section.dump()
        data[section.name] = items if section.key else items[0]
    body: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return HEAD + body
