"""Addresses of the insight app."""

from django.urls import URLPattern, URLResolver, path

from careline.insight.views import behind, definitions, export, open_work, overview, targets, ticket

app_name = "insight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("insight/", overview.overview, name="insight"),
    path("insight/definitions/", definitions.definitions, name="definitions"),
    path("insight/targets/", targets.targets, name="targets"),
    path("insight/targets/missed/", targets.missed, name="missed"),
    path("insight/open-work/", open_work.open_work, name="open_work"),
    path("insight/figures.csv", export.figures, name="figures_csv"),
    path("insight/tickets.csv", export.tickets, name="tickets_csv"),
    path("insight/<slug:figure>/", behind.behind, name="behind"),
    path("tickets/<int:number>/figures/", ticket.figures, name="ticket"),
    path("tickets/<int:number>/figures/beside/", ticket.beside, name="beside"),
]
