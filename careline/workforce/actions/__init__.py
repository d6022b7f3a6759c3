"""What can be done with business hours: one verb, one file."""
