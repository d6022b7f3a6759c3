"""Addresses of the accounts app. Logging in has its own list, `door_urls.py`."""

from django.urls import URLPattern, URLResolver, path

from careline.accounts.views.set_up import set_up_page

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("setup/", set_up_page, name="set_up"),
]
