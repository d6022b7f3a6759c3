"""The accounts pages."""
