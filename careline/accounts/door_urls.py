"""Addresses of logging in and of the second factor: those of allauth's views that we offer, under its own names.

What is not listed here (sign-up, more addresses, connected accounts, log in by code) does not exist.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as sessions
from django.urls import include, path, re_path

second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("passkeys/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path("codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
]

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/passkey/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("login/second-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("login/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("login/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("login/confirm/passkey/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("login/inactive/", account.account_inactive, name="account_inactive"),
    path("login/forgot/", account.password_reset, name="account_reset_password"),
    path("login/forgot/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "login/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^login/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("login/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("login/with/<str:provider_id>/", oidc.login, name="openid_connect_login"),
    path("login/with/<str:provider_id>/callback/", oidc.callback, name="openid_connect_callback"),
    path("logout/", account.logout, name="account_logout"),
    path("settings/security/", include(second_factor)),
]
