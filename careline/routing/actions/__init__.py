"""What can be done about routing: one verb, one file, one transaction."""
