"""Addresses of the notices app."""

from django.urls import URLPattern, URLResolver, path

from careline.notices.views import centre, preferences, push

app_name = "notices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("notices/", centre.notices, name="notices"),
    path("notices/bell/", centre.bell, name="bell"),
    path("notices/read/", centre.read_all, name="read_all"),
    path("notices/<int:pk>/read/", centre.read_one, name="read_one"),
    path("notices/tickets/<int:number>/read/", centre.read_ticket, name="read_ticket"),
    path("notices/tickets/<int:number>/seen/", centre.seen, name="seen"),
    path("service-worker.js", push.service_worker, name="service_worker"),
    path("settings/notices/push/", push.ask, name="push"),
    path("settings/notices/push/key/", push.key, name="push_key"),
    path("settings/notices/push/<int:pk>/removal/", push.leave, name="push_removal"),
    path("settings/notices/", preferences.preferences, name="preferences"),
]
