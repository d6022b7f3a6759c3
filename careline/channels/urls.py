"""Addresses of the channels app."""

from django.urls import URLPattern, URLResolver, path

from careline.channels.form import views as form
from careline.channels.views import arrivals, blocked, inboxes, outbox, start

app_name = "channels"
urlpatterns: list[URLPattern | URLResolver] = [
    path("form/<slug:key>/", form.form, name="form"),
    path("form/<slug:key>/thanks/", form.thanks, name="form_thanks"),
    path("start/", start.start, name="start"),
    path("start/mailbox/", start.connect, name="start_mailbox"),
    path("start/team/", start.ask_team, name="start_team"),
    path("start/skip/<str:step>/", start.skip, name="start_skip"),
    path("settings/inboxes/", inboxes.inboxes, name="inboxes"),
    path("settings/inboxes/failing/", inboxes.failing, name="failing"),
    path("settings/inboxes/new/", inboxes.new_inbox, name="new_inbox"),
    path("settings/inboxes/<int:pk>/", inboxes.inbox, name="inbox"),
    path("settings/inboxes/<int:pk>/test/", inboxes.try_inbox, name="try_inbox"),
    path("settings/arrivals/", arrivals.arrivals, name="arrivals"),
    path("settings/arrivals/retry/", arrivals.try_all_again, name="try_all_again"),
    path("settings/arrivals/counts/", arrivals.counts, name="counts"),
    path("settings/arrivals/<int:pk>/", arrivals.arrival, name="arrival"),
    path("settings/arrivals/<int:pk>/source/", arrivals.source, name="source"),
    path("settings/arrivals/<int:pk>/retry/", arrivals.try_again, name="try_again"),
    path("settings/arrivals/<int:pk>/release/", arrivals.let_through, name="let_through"),
    path("settings/arrivals/<int:pk>/discard/", arrivals.set_aside, name="set_aside"),
    path("settings/arrivals/<str:state>/", arrivals.arrivals, name="arrivals_in"),
    path("settings/outbox/<int:pk>/again/", outbox.send_after_all, name="send_after_all"),
    path("settings/blocked/", blocked.blocked, name="blocked"),
    path("settings/blocked/<int:pk>/removal/", blocked.remove, name="unblock"),
]
