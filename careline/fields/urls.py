"""Addresses of the fields app."""

from django.urls import URLPattern, URLResolver, path

from careline.fields.views import definitions, files, forms, new, panel, rules

app_name = "fields"
urlpatterns: list[URLPattern | URLResolver] = [
    path("fields/<slug:target>/new/", new.new_values, name="new_values"),
    path("fields/<slug:target>/<int:object_id>/", panel.panel, name="panel"),
    path("fields/<slug:target>/<int:object_id>/<slug:key>/", panel.one, name="one"),
    path("fields/<slug:target>/<int:object_id>/<slug:key>/candidates/", panel.candidates, name="candidates"),
    path("fields/files/<str:key>/", files.download, name="file"),
    path("settings/fields/", definitions.home, name="home"),
    path("settings/fields/preview/", definitions.preview, name="preview"),
    path("settings/fields/<int:pk>/", definitions.change, name="field"),
    path("settings/fields/<int:pk>/archive/", definitions.archive, name="archive"),
    path("settings/fields/<int:pk>/restore/", definitions.restore, name="restore"),
    path("settings/fields/<int:pk>/move/", definitions.move, name="move"),
    path("settings/fields/<slug:target>/", definitions.fields, name="fields"),
    path("settings/fields/<slug:target>/new/", definitions.kinds, name="kinds"),
    path("settings/fields/<slug:target>/new/<slug:kind>/", definitions.new, name="new"),
    path("settings/fields/<slug:target>/forms/<slug:which>/", forms.form, name="form"),
    path("settings/fields/<slug:target>/forms/<slug:which>/removal/", forms.remove, name="form_removal"),
    path("settings/fields/<slug:target>/forms/<slug:which>/preview/", forms.preview, name="form_preview"),
    path("settings/fields/<slug:target>/forms/<slug:which>/rules/", rules.add, name="rules"),
    path(
        "settings/fields/<slug:target>/forms/<slug:which>/rules/removal/", rules.remove, name="rule_removal"
    ),
]
