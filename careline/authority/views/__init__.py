"""The pages of authority."""
