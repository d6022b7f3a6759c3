"""Addresses for the tests of ui: its own, the catalogue, and pages that only show a base template."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from careline.ui import views
from careline.ui.tests.live_peer import stream

urlpatterns = [
    path("", include("careline.ui.urls")),
    path("catalogue/", views.catalogue),
    path("live", stream),
    path("area/", lambda request: HttpResponse("area"), name="area"),
    path("area/settings/one/", lambda request: HttpResponse("one"), name="settings-one"),
    path("template/<path:name>", lambda request, name: render(request, name)),
]
