"""Addresses of the authority app."""

from django.urls import URLPattern, URLResolver, path

from careline.authority.views import beside, budgets, decisions, ladders, limits

app_name = "authority"
urlpatterns: list[URLPattern | URLResolver] = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("budgets/", budgets.budgets, name="budgets"),
    path("tickets/<int:number>/authority/", beside.panel, name="panel"),
    path("tickets/<int:number>/authority/decision/", beside.ask, name="ask"),
    path("tickets/<int:number>/authority/withdrawal/", beside.withdraw, name="withdraw"),
    path("tickets/<int:number>/authority/taking-back/", beside.ungrant, name="ungrant"),
    path("tickets/<int:number>/apart/", beside.apart, name="apart"),
    path("tickets/<int:number>/escalation/", beside.escalation, name="escalation"),
    path("tickets/<int:number>/escalation/back/", beside.back, name="back"),
    path("settings/limits/", limits.limits, name="limits"),
    path("settings/limits/kinds/", limits.kinds, name="kinds"),
    path("settings/limits/rules/new/", limits.guard, name="new_guard"),
    path("settings/limits/rules/build/", limits.build, name="build"),
    path("settings/limits/rules/<int:pk>/", limits.guard, name="guard"),
    path("settings/limits/rules/<int:pk>/removal/", limits.remove, name="remove_guard"),
    path("settings/ladders/", ladders.all_ladders, name="ladders"),
    path("settings/ladders/<int:pk>/", ladders.ladder, name="ladder"),
]
