"""What is kept of service targets: policies with their targets, and the clocks on tickets."""

from careline.policies.models.clock import Clock
from careline.policies.models.policy import ServicePolicy, ServiceTarget

__all__ = ["Clock", "ServicePolicy", "ServiceTarget"]
