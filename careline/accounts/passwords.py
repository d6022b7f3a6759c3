"""The rule for how long a password is, as the company chose it."""

from django.contrib.auth.password_validation import MinimumLengthValidator

from careline.accounts.queries import sign_in_rules


class LengthRule(MinimumLengthValidator):
    """At least as many characters as the rules of log in say; never under ten."""

    def __init__(self) -> None:
        super().__init__(min_length=10)

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password that is too short."""
        self.min_length = sign_in_rules().password_length
        super().validate(password, user)  # type: ignore[arg-type]
