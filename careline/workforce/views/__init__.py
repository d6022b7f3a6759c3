"""The pages of the workforce room."""
