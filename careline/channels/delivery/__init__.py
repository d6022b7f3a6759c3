"""Bringing messages out: what is due, who sends it, what became of it. The message row is the queue."""
