"""What can be done with webhooks: one verb, one file."""
