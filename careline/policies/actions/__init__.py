"""What can be done with service targets: one verb, one file, one transaction."""
