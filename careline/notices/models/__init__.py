"""What is kept of notices: ids and facts, never the words of a customer."""

from careline.notices.models.notice import Notice
from careline.notices.models.preference import Preference
from careline.notices.models.push import PushKeys, Subscription
from careline.notices.models.sending import Sending

__all__ = ["Notice", "Preference", "PushKeys", "Sending", "Subscription"]
