"""All addresses: the only place that lists every app."""

from django.urls import include, path

from careline.config.api import api

urlpatterns = [
    path("", include("careline.core.urls")),
    path("api/v1/", api.urls),
    path("", include("careline.ui.urls")),
    path("", include("careline.accounts.door_urls")),
    path("", include("careline.accounts.urls")),
    path("", include("careline.fields.urls")),
    path("", include("careline.workforce.urls")),
    path("customers/", include("careline.customers.urls")),
    path("settings/webhooks/", include("careline.webhooks.urls")),
    path("", include("careline.feedback.urls")),
    path("", include("careline.promises.urls")),
    path("", include("careline.playbooks.urls")),
    path("settings/rules/", include("careline.rules.urls")),
    path("", include("careline.policies.urls")),
    path("", include("careline.routing.urls")),
    path("", include("careline.authority.urls")),
    path("", include("careline.channels.urls")),
    path("", include("careline.notices.urls")),
    path("", include("careline.insight.urls")),
    path("", include("careline.guide.urls")),
    path("", include("careline.tickets.urls")),
]
