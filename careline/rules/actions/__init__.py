"""What can be done with rules, and what rules do: one verb, one file."""
