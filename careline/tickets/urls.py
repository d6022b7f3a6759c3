"""Addresses of the tickets app."""

from django.urls import URLPattern, URLResolver, path

from careline.tickets.views import bodies, changes, composer, desk, files, parts, presence, ticket

app_name = "tickets"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.home, name="desk"),
    path("views/<slug:view>/", desk.queue_page, name="view"),
    path("tickets/<int:number>/", ticket.ticket_page, name="ticket"),
    path("tickets/<int:number>/thread/", ticket.thread_part, name="thread"),
    path("tickets/<int:number>/side/", parts.side, name="side"),
    path("tickets/<int:number>/menus/<slug:which>/", parts.menu, name="menu"),
    path("tickets/<int:number>/dialogs/<slug:which>/", parts.dialog, name="dialog"),
    path("tickets/<int:number>/composer/", composer.composer_part, name="composer"),
    path("tickets/<int:number>/reply/", composer.send_reply, name="reply"),
    path("tickets/<int:number>/note/", composer.add_note, name="note"),
    path("tickets/<int:number>/assignment/", changes.change_assignment, name="assignment"),
    path("tickets/<int:number>/status/", changes.change_status, name="status"),
    path("tickets/<int:number>/solution/", changes.solve_ticket, name="solution"),
    path("tickets/<int:number>/presence/", presence.sign_of_life, name="presence"),
    path("messages/<int:message_id>/facts/", parts.facts, name="facts"),
    path("messages/<int:message_id>/cancellation/", composer.take_back, name="cancellation"),
    path("messages/<int:message_id>/body/", bodies.body, name="body"),
    path("messages/<int:message_id>/images/", bodies.image, name="body_image"),
    path("attachments/<str:key>/", files.download, name="attachment"),
]
