"""The icon sprite: markup for one icon, for templates and for prepared rows."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "ui/icons.svg"


def icon(name: str, *, css_class: str = "") -> SafeString:
    """Return the markup of the icon `name` of the sprite, hidden from assistive technology.

    An icon always stands beside a label, or inside something that has a name.
    """
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {css_class}" if css_class else "",
        static(SPRITE),
        name,
    )
