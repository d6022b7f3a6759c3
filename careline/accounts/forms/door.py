"""The forms of log in, with our words: allauth does the checking."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from careline.accounts.actions.ask_reset import ask_reset


def _word(form: forms.Form, **labels: object) -> None:
    """Give fields our labels, and take away placeholders: they vanish when somebody types."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in labels:
            field.label = labels[name]  # type: ignore[assignment]


class LogInForm(account.LoginForm):  # type: ignore[misc]
    """Address and password."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _word(self, login=_("E-mail"), password=_("Password"), remember=_("Stay logged in on this device"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""


class ForgotForm(account.ResetPasswordForm):  # type: ignore[misc]
    """The address whose password was forgotten. Whether it exists is looked up in a job, so that nobody can tell."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _word(self, email=_("E-mail"))

    def clean_email(self) -> str:
        """Lower-case, and nothing more."""
        email: str = self.cleaned_data["email"]
        return email.lower()

    def save(self, request: HttpRequest, **_given: Any) -> str:
        """Ask for the mail: the same work for every address."""
        email: str = self.cleaned_data["email"]
        ask_reset(email)
        return email


class NewPasswordForm(account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice, by the link from the mail."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _word(self, password1=_("New password"), password2=_("The same again"))


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    """The password until now, and a new one, twice."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _word(
            self,
            oldpassword=_("Your password now"),
            password1=_("New password"),
            password2=_("The same again"),
        )
        self.fields["oldpassword"].help_text = ""


class SetPasswordForm(account.SetPasswordForm):  # type: ignore[misc]
    """A first password, twice, for somebody who came by single sign-on."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _word(self, password1=_("New password"), password2=_("The same again"))


class ConfirmForm(account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _word(self, password=_("Password"))
        self.fields["password"].help_text = ""


class CodeForm(mfa.AuthenticateForm):  # type: ignore[misc]
    """A code from the authenticator app, or a recovery code."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _word(self, code=_("Code"))


class ConfirmCodeForm(mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code once more."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _word(self, code=_("Code"))


class AppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code from a new authenticator app."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _word(self, code=_("Code"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
