"""Addresses of the webhooks app."""

from django.urls import URLPattern, URLResolver, path

from careline.webhooks.views import deliveries, endpoints

app_name = "webhooks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", endpoints.webhooks, name="webhooks"),
    path("new/", endpoints.new, name="new"),
    path("<int:pk>/", endpoints.webhook, name="webhook"),
    path("<int:pk>/secret/", endpoints.rotate, name="rotate"),
    path("<int:pk>/removal/", endpoints.remove, name="remove"),
    path("<int:pk>/test/", deliveries.test, name="test"),
    path("<int:pk>/log/", deliveries.log, name="log"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/again/", deliveries.again, name="again"),
]
