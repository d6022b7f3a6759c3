"""Addresses of the accounts app. Logging in has its own list, `door_urls.py`."""

from django.urls import URLPattern, URLResolver, path

from careline.accounts.views import audit, health, invitations, own, roles, security, teams, tokens, users
from careline.accounts.views.set_up import set_up_page

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("setup/", set_up_page, name="set_up"),
    path("join/<str:token>/", invitations.join, name="join"),
    path("presence/", own.presence, name="presence"),
    path("settings/profile/", own.profile, name="profile"),
    path("settings/company/", own.company, name="company"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/api/", tokens.api_reference, name="api_reference"),
    path("settings/tokens/<int:pk>/revocation/", tokens.revoke, name="revoke_token"),
    path("settings/users/", users.users, name="users"),
    path("settings/users/invite/", invitations.invite_page, name="invite"),
    path("settings/users/invitations/<int:pk>/link/", invitations.send_again, name="send_again"),
    path("settings/users/invitations/<int:pk>/revocation/", invitations.revoke, name="revoke"),
    path("settings/users/<int:pk>/", users.user, name="user"),
    path("settings/users/<int:pk>/deactivation/", users.close, name="deactivate"),
    path("settings/users/<int:pk>/reactivation/", users.reopen, name="reactivate"),
    path("settings/users/<int:pk>/second-factor/", users.drop_second_factor, name="reset_second_factor"),
    path("settings/roles/", roles.roles, name="roles"),
    path("settings/roles/new/", roles.new_role, name="new_role"),
    path("settings/roles/<int:pk>/", roles.role, name="role"),
    path("settings/roles/<int:pk>/deletion/", roles.delete, name="delete_role"),
    path("settings/sign-in/", security.sign_in, name="sign_in"),
    path("settings/security/sessions/<int:pk>/end/", security.end_one, name="end_session"),
    path("settings/users/<int:pk>/sessions/", security.end_all, name="end_sessions"),
    path("settings/audit/", audit.audit_page, name="audit"),
    path("settings/audit/export/", audit.export, name="export_audit"),
    path("settings/audit/verification/", audit.verification, name="verify_audit"),
    path("settings/health/", health.health, name="health"),
    path("settings/health/jobs/<int:pk>/again/", health.retry, name="retry_job"),
    path("settings/health/jobs/<int:pk>/end/", health.dismiss, name="dismiss_job"),
    path("settings/stuck/", health.stuck, name="stuck"),
    path("settings/stuck/<int:pk>/again/", health.run_again, name="run_again"),
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/new/", teams.new_team, name="new_team"),
    path("settings/teams/<int:pk>/", teams.team, name="team"),
    path("settings/teams/<int:pk>/archive/", teams.archive, name="archive_team"),
    path("settings/teams/<int:pk>/restore/", teams.restore, name="restore_team"),
]
