"""Tags for single use in pages: icons, avatars, times, fields, slots, islands. Not for loops over many rows."""

import re
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Textarea
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from careline.ui import faces, icons, slots, times
from careline.ui.look import Look, look_of

register = template.Library()
FITS_ANYWHERE = 24
"""So many letters find room in the narrowest place there is."""


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """Show an icon of the sprite: `{% icon "inbox" %}`, `{% icon "inbox" "icon--large" %}`."""
    return icons.icon(name, css_class=css_class)


@register.filter
def breakable(address: object) -> SafeString:
    """Let a long address break before its @ and its dots, not before its last letters: `{{ customer.email|breakable }}`."""
    words = escape(str(address))
    if len(words) <= FITS_ANYWHERE:
        return words
    return mark_safe(re.sub(r"(?<=.)([@.])(?=.)", r"<wbr>\1", words))  # noqa: S308  (escaped; only <wbr> is added)


@register.simple_tag
def avatar(name: str, size: str = "", presence: str = "", label: str = "") -> SafeString:
    """Show an avatar: `{% avatar agent.name size="small" label=agent.name %}`."""
    return faces.avatar(name, size=size, presence=presence, label=label)


@register.simple_tag
def local_time(value: datetime | date | None, way: str = "ago", css_class: str = "") -> SafeString:
    """Show a time: `{% local_time message.created_at %}`, `{% local_time ticket.due_at "moment" %}`."""
    return times.local_time(value, way, css_class)


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, **given: Any) -> SafeString:
    """Show what upper apps contribute here: `{% slot "ticket.side" ticket=ticket %}`."""
    return mark_safe("\n".join(slots.contributions(name, context.get("request"), **given)))  # noqa: S308  (providers return rendered templates)


@register.simple_tag
def island(*names: str) -> SafeString:
    """Mount behaviours on an element: `<div {% island "menu" "tickets/composer.js" %}>`.

    A bare name is one of the ui app's; a path is a static file of another app, its stem is the name.
    """
    paths = [name if name.endswith(".js") else f"ui/islands/{name}.js" for name in names]
    return format_html(
        'data-island="{}" data-island-src="{}"',
        " ".join(PurePosixPath(path).stem for path in paths),
        " ".join(static(path) for path in paths),
    )


@register.simple_tag(takes_context=True)
def look(context: Context) -> SafeString:
    """Write the viewer's theme and density as attributes of `<html>`."""
    chosen = look_of(context.get("request"))
    theme = "" if chosen.theme == "system" else format_html(' data-theme="{}"', chosen.theme)
    return format_html('{} data-density="{}"', theme, chosen.density)


@register.simple_tag(takes_context=True)
def chosen_look(context: Context) -> Look:
    """Return the viewer's look: `{% chosen_look as chosen %}`."""
    return look_of(context.get("request"))


@register.inclusion_tag("ui/_rail_links.html", takes_context=True)
def rail_links(context: Context) -> dict[str, Any]:
    """Show the areas that the person may open; "Settings" comes last, if one of its pages is open to them."""
    request = context["request"]
    areas, pages = slots.links("nav", request), slots.links("settings", request)
    page = slots.current(pages, request.path)
    return {
        "areas": areas,
        "current": None if page else slots.current(areas, request.path),
        "settings": reverse("ui:settings") if pages else "",
        "in_settings": page is not None or request.path == reverse("ui:settings"),
    }


@register.inclusion_tag("ui/_rail_counts.html", takes_context=True)
def rail_counts(context: Context) -> dict[str, Any]:
    """Show the figures of the areas in the rail, each to be put in its place."""
    request = context["request"]
    return {
        "counts": [(one.count_id, one.count(request)) for one in slots.links("nav", request) if one.count_id]
    }


@register.inclusion_tag("ui/_settings_links.html", takes_context=True)
def settings_links(context: Context) -> dict[str, Any]:
    """Show the pages of the settings that the person may open, in their groups."""
    request = context["request"]
    pages = slots.links("settings", request)
    groups: dict[str, list[tuple[slots.Link, str]]] = {}
    for page in pages:
        groups.setdefault(str(page.group), []).append((page, page.count(request)))
    return {"groups": groups, "current": slots.current(pages, request.path)}


@register.inclusion_tag("ui/_field.html")
def field(bound: BoundField, hint: str = "", css_class: str = "") -> dict[str, Any]:
    """Show a form field with its label, help and errors, tied together for assistive technology."""
    widget = bound.field.widget
    help_text = hint or bound.help_text
    described = [f"{bound.auto_id}_hint"] if help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    kind = "input"
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        kind = "group"
    elif isinstance(widget, CheckboxInput):
        kind = "check"
    if kind == "input":
        attributes["class"] = f"input {widget.attrs.get('class', '')} {css_class}".strip()
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {
        "bound": bound,
        "kind": kind,
        "tall": isinstance(widget, Textarea),
        "is_select": isinstance(widget, Select),
        "help_text": help_text,
        "control": bound.as_widget(attrs=attributes),
    }
