"""Figures of one ticket, and of many."""
