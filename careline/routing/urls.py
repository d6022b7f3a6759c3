"""Addresses of the routing app."""

from django.urls import URLPattern, URLResolver, path

from careline.routing.views import beside, people, queues

app_name = "routing"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tickets/<int:number>/routing/", beside.candidates, name="candidates"),
    path("tickets/<int:number>/routing/panel/", beside.panel, name="panel"),
    path("settings/workload/", people.people, name="people"),
    path("settings/routing/", queues.queues, name="queues"),
    path("settings/routing/new/", queues.new, name="new"),
    path("settings/routing/build/", queues.build, name="build"),
    path("settings/routing/order/", queues.order, name="order"),
    path("settings/routing/<int:pk>/", queues.queue, name="queue"),
    path("settings/routing/<int:pk>/removal/", queues.remove, name="remove"),
]
