"""The pages of service targets."""
