"""Routing: who gets which ticket by itself, by skill, presence and capacity, and who gets the tickets of the absent."""
