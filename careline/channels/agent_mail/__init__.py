"""The staff by mail: letters to an agent, and answers to them. `accept` is the door for intake."""

from careline.channels.agent_mail.accept import Verdict, accept

__all__ = ["Verdict", "accept"]
