"""Addresses of the insight app."""

from django.urls import URLPattern, URLResolver, path

from careline.insight.views import behind, definitions, overview, ticket

app_name = "insight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("insight/", overview.overview, name="insight"),
    path("insight/definitions/", definitions.definitions, name="definitions"),
    path("insight/<slug:figure>/", behind.behind, name="behind"),
    path("tickets/<int:number>/figures/", ticket.figures, name="ticket"),
    path("tickets/<int:number>/figures/beside/", ticket.beside, name="beside"),
]
