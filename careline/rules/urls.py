"""Addresses of the rules app."""

from django.urls import URLPattern, URLResolver, path

from careline.rules.views import editing, ordering, reading

app_name = "rules"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", reading.rules, name="rules"),
    path("new/", editing.new, name="new"),
    path("build/", editing.build, name="build"),
    path("<int:pk>/", editing.rule, name="rule"),
    path("<int:pk>/switch/", ordering.switch, name="switch"),
    path("<int:pk>/place/", ordering.place, name="place"),
    path("<int:pk>/removal/", ordering.remove, name="remove"),
    path("<int:pk>/runs/", reading.runs, name="runs"),
    path("<int:pk>/versions/", reading.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/restore/", ordering.restore, name="restore"),
    path("<int:pk>/trial/", reading.trial, name="trial"),
    path("runs/<int:run_id>/", reading.run, name="run"),
]
