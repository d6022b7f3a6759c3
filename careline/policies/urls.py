"""Addresses of the policies app."""

from django.urls import URLPattern, URLResolver, path

from careline.policies.views import beside, policies

app_name = "policies"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tickets/<int:number>/clocks/", beside.clocks, name="clocks"),
    path("tickets/<int:number>/due/", beside.due, name="due"),
    path("settings/targets/", policies.policies, name="policies"),
    path("settings/targets/new/", policies.new, name="new"),
    path("settings/targets/build/", policies.build, name="build"),
    path("settings/targets/order/", policies.order, name="order"),
    path("settings/targets/suggestion/", policies.suggest, name="suggest"),
    path("settings/targets/<int:pk>/", policies.policy, name="policy"),
    path("settings/targets/<int:pk>/removal/", policies.remove, name="remove"),
]
