"""Addresses of the feedback app."""

from django.urls import URLPattern, URLResolver, path

from careline.feedback.views import beside, complaints, measures, relief, report

app_name = "feedback"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tickets/<int:number>/feedback/", beside.panel, name="panel"),
    path("tickets/<int:number>/feedback/moods/<int:message_id>/correction/", beside.correct, name="correct"),
    path("tickets/<int:number>/feedback/check/", beside.check, name="check"),
    path("tickets/<int:number>/complaint/", complaints.new, name="new_complaint"),
    path("tickets/<int:number>/relief/", relief.hand_over, name="hand_over"),
    path("tickets/<int:number>/measures/", measures.take, name="take_measure"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/report/", report.complaint_report, name="report"),
    path("complaints/export/", complaints.export, name="export"),
    path("complaints/measures/", measures.measures, name="measures"),
    path("complaints/measures/<int:pk>/end/", measures.lift, name="lift_measure"),
    path("complaints/measures/<int:pk>/review/", measures.keep, name="keep_measure"),
    path("complaints/<int:number>/", complaints.complaint, name="complaint"),
    path("complaints/<int:number>/tickets/", complaints.link, name="link_ticket"),
    path("settings/feedback/", report.settings, name="settings"),
]
