"""What the catalogue of components needs besides markup: a form with every kind of field, and the names of the icons."""

import re
from functools import cache
from pathlib import Path

from django import forms

SPRITE = Path(__file__).parent / "static" / "ui" / "icons.svg"


class SampleForm(forms.Form):
    """One field of each kind."""

    address = forms.EmailField(label="Address", help_text="Customers see it.")
    team = forms.ChoiceField(label="Team", choices=[("1", "Workshop"), ("2", "Orders")], required=False)
    words = forms.CharField(label="Greeting", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    is_active = forms.BooleanField(label="Receive mail", required=False)
    way = forms.ChoiceField(
        label="Afterwards", choices=[("leave", "Leave"), ("move", "Move")], widget=forms.RadioSelect
    )


@cache
def icon_names() -> list[str]:
    """Return the names of all icons of the sprite."""
    return re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text())
