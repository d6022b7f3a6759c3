"""Addresses of the feedback app."""

from django.urls import URLPattern, URLResolver, path

from careline.feedback.views import beside

app_name = "feedback"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tickets/<int:number>/feedback/", beside.panel, name="panel"),
    path("tickets/<int:number>/feedback/moods/<int:message_id>/correction/", beside.correct, name="correct"),
    path("tickets/<int:number>/feedback/check/", beside.check, name="check"),
]
