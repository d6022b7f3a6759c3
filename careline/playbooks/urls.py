"""Addresses of the playbooks app."""

from django.urls import URLPattern, URLResolver, path

from careline.playbooks.views import record, running, settings, trying

app_name = "playbooks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tickets/<int:number>/playbooks/", running.panel, name="panel"),
    path("tickets/<int:number>/playbooks/start/", running.start, name="start"),
    path("playbook-runs/<int:run_id>/facts/", running.facts, name="facts"),
    path("playbook-runs/<int:run_id>/steps/<slug:key>/", running.step, name="step"),
    path("playbook-runs/<int:run_id>/steps/<slug:key>/wording/", running.wording, name="wording"),
    path("playbook-runs/<int:run_id>/decision/", running.decision, name="decision"),
    path("playbook-files/<str:key>/", running.evidence, name="evidence"),
    path("playbook-runs/<int:run_id>/stop/", running.stop, name="stop"),
    path("playbook-runs/<int:run_id>/record/", record.record, name="record"),
    path("playbook-runs/<int:run_id>/record.json", record.record_file, name="record_file"),
    path("settings/playbooks/<int:pk>/runs/", record.runs, name="runs"),
    path("settings/playbooks/<int:pk>/runs/file/", record.runs_file, name="runs_file"),
    path("settings/playbooks/", settings.home, name="home"),
    path("settings/playbooks/new/", settings.new, name="new"),
    path("settings/playbooks/check/", settings.live_check, name="check"),
    path("settings/playbooks/<int:pk>/", settings.playbook, name="playbook"),
    path("settings/playbooks/<int:pk>/putting-away/", settings.put_away, name="put_away"),
    path("settings/playbooks/<int:pk>/versions/", settings.versions, name="versions"),
    path("settings/playbooks/<int:pk>/versions/<int:number>/", settings.compare, name="version"),
    path(
        "settings/playbooks/<int:pk>/versions/<int:number>/publication/",
        settings.publish_version,
        name="publish",
    ),
    path(
        "settings/playbooks/<int:pk>/versions/<int:number>/restoration/",
        settings.restore_version,
        name="restore",
    ),
    path("settings/playbooks/<int:pk>/versions/<int:number>/simulation/", trying.try_out, name="try"),
]
