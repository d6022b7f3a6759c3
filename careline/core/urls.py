"""Addresses of the core app."""

from django.urls import URLPattern, URLResolver, path

from careline.core.views import health

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
]
