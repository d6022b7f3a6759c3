"""What is asked of service targets: the policies in memory, the clocks of a ticket."""

from careline.policies.queries.clocks import clocks_of

__all__ = ["clocks_of"]
