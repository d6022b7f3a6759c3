"""Addresses of the workforce app."""

from django.urls import URLPattern, URLResolver, path

from careline.workforce.views import absences, capacity, exceptions, hours, preview, skills, uses

app_name = "workforce"
urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/hours/", hours.all_hours, name="all_hours"),
    path("settings/hours/new/", hours.new, name="new_hours"),
    path("settings/hours/preview/", preview.preview, name="preview"),
    path("settings/hours/regions/", preview.regions, name="regions"),
    path("settings/hours/use/", uses.uses, name="uses"),
    path("settings/hours/days/", exceptions.add, name="add_company_days"),
    path("settings/hours/days/<int:pk>/removal/", exceptions.remove, name="remove_days"),
    path("settings/hours/<int:pk>/", hours.hours, name="hours"),
    path("settings/hours/<int:pk>/days/", exceptions.add, name="add_days"),
    path("settings/hours/<int:pk>/default/", hours.default, name="default"),
    path("settings/hours/<int:pk>/removal/", hours.remove, name="remove_hours"),
    path("settings/skills/", skills.matrix, name="skills"),
    path("settings/skills/list/", skills.catalogue, name="catalogue"),
    path("settings/skills/<int:pk>/", skills.skill, name="skill"),
    path("settings/skills/<int:pk>/archive/", skills.archive, name="archive_skill"),
    path("settings/capacity/", capacity.capacity, name="capacity"),
    path("settings/absences/", absences.absences, name="absences"),
    path("settings/absences/new/", absences.new, name="new_absence"),
    path("settings/absences/<int:pk>/", absences.absence, name="absence"),
    path("settings/absences/<int:pk>/removal/", absences.withdraw, name="withdraw_absence"),
]
