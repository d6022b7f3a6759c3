"""How every figure is computed, in words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careline.insight.views.asking import reader_of
from careline.insight.words import DEFINITIONS, ELSEWHERE, ORDER


@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """Show the definition of each figure, those of other pages included."""
    reader_of(request)
    context = {"definitions": [DEFINITIONS[one] for one in ORDER], "elsewhere": ELSEWHERE}
    return render(request, "insight/definitions.html", context)
