"""Addresses of the ui app."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from careline.ui import views

app_name = "ui"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ui/look/", views.change_look, name="look"),
    path("settings/", views.settings, name="settings"),
    path("ui/places/", views.places, name="places"),
]
if settings.DEBUG:
    urlpatterns += [path("ui/catalogue/", views.catalogue, name="catalogue")]
