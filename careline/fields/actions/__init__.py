"""What can be done with fields and forms: one verb, one file."""
