"""Addresses of the playbooks app."""

from django.urls import URLPattern, URLResolver, path

from careline.playbooks.views import running

app_name = "playbooks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tickets/<int:number>/playbooks/", running.panel, name="panel"),
    path("tickets/<int:number>/playbooks/start/", running.start, name="start"),
    path("playbook-runs/<int:run_id>/facts/", running.facts, name="facts"),
    path("playbook-runs/<int:run_id>/steps/<slug:key>/", running.step, name="step"),
    path("playbook-runs/<int:run_id>/steps/<slug:key>/wording/", running.wording, name="wording"),
    path("playbook-runs/<int:run_id>/stop/", running.stop, name="stop"),
]
