"""The staff by mail: notices of what concerns an agent, and answers to them.

`accept` is the door for intake; `notify` is called by the handlers.
"""

from careline.channels.agent_mail.accept import Verdict, accept

__all__ = ["Verdict", "accept"]
