"""Addresses of the policies app."""

from django.urls import URLPattern, URLResolver, path

from careline.policies.views import beside

app_name = "policies"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tickets/<int:number>/clocks/", beside.clocks, name="clocks"),
    path("tickets/<int:number>/due/", beside.due, name="due"),
]
