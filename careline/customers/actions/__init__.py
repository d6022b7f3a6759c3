"""What can be done with customers: one verb, one file."""
