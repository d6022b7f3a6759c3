"""Addresses of the guide app."""

from django.urls import URLPattern, URLResolver, path

from careline.guide.views import guide

app_name = "guide"
urlpatterns: list[URLPattern | URLResolver] = [path("settings/service/", guide, name="guide")]
