"""What can be done with tickets: one verb, one file, one transaction. Each checks rights, does, emits."""
