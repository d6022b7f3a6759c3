"""The places of routing in other pages."""
