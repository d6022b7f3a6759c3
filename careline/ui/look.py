"""How a viewer likes the pages: theme and density, kept in one cookie, so that it is right before any script runs."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

COOKIE = "careline_look"
YEAR_SECONDS = 365 * 24 * 3600
THEMES = ("system", "light", "dark")
DENSITIES = ("comfortable", "compact")


@dataclass(frozen=True)
class Look:
    """A theme ("system" follows the device) and a density."""

    theme: str = THEMES[0]
    density: str = DENSITIES[0]


def look_of(request: HttpRequest | None) -> Look:
    """Return the look that the viewer has chosen; the usual one where nothing (valid) is stored."""
    stored = request.COOKIES.get(COOKIE, "") if request is not None else ""
    theme, _, density = stored.partition(".")
    return Look(
        theme=theme if theme in THEMES else THEMES[0],
        density=density if density in DENSITIES else DENSITIES[0],
    )


def keep_look(response: HttpResponse, look: Look, *, secure: bool) -> None:
    """Store `look` in the viewer's browser for a year."""
    response.set_cookie(
        COOKIE,
        f"{look.theme}.{look.density}",
        max_age=YEAR_SECONDS,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )
