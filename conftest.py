"""Fixtures of the whole house."""

pytest_plugins = ["careline.testing.fixtures"]
