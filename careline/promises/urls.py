"""Addresses of the promises app."""

from django.urls import URLPattern, URLResolver, path

from careline.promises.views import beside, day, rules

app_name = "promises"
urlpatterns: list[URLPattern | URLResolver] = [
    path("promises/", day.day, name="day"),
    path("promises/<int:promise_id>/<slug:how>/", beside.end, name="end"),
    path("tickets/<int:number>/promises/", beside.panel, name="panel"),
    path("tickets/<int:number>/promises/new/", beside.make, name="make"),
    path("tickets/<int:number>/promises/check/", beside.check, name="check"),
    path("settings/promises/", rules.rules, name="rules"),
]
