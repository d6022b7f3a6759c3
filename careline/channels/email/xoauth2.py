"""What client and server say in XOAUTH2 (Google's and Microsoft's forerunner of RFC 7628): the same in IMAP, POP3, SMTP."""

import base64

LONGEST_REASON = 300


class Exchange:
    """One log-in. The first challenge asks for the token; a second one tells in JSON why it was refused.

    That has to be answered by an empty line, or the server never says its final no.
    """

    def __init__(self, user: str, token: str) -> None:
        self._token = f"user={user}\x01auth=Bearer {token}\x01\x01"
        self.reason = ""

    @property
    def first(self) -> str:
        """The first answer in base64, as it goes over the wire."""
        return base64.b64encode(self._token.encode()).decode()

    def answer(self, challenge: bytes | None = None) -> str:
        """Answer a decoded challenge; empty or None is the first one."""
        if not challenge:
            return self._token
        self.reason = challenge.decode("utf-8", "replace")[:LONGEST_REASON]
        return ""
