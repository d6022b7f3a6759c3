"""Addresses of the promises app."""

from django.urls import URLPattern, URLResolver, path, re_path

from careline.promises.views import beside, day, rules

app_name = "promises"
urlpatterns: list[URLPattern | URLResolver] = [
    path("promises/", day.day, name="day"),
    re_path(
        r"^promises/(?P<promise_id>[0-9]{1,17})/(?P<how>kept|moved|handed-over|withdrawn)/$",
        beside.end,
        name="end",
    ),
    path("tickets/<int:number>/promises/", beside.panel, name="panel"),
    path("tickets/<int:number>/promises/new/", beside.make, name="make"),
    path("tickets/<int:number>/promises/check/", beside.check, name="check"),
    path("settings/promises/", rules.rules, name="rules"),
]
