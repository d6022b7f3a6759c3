"""What people may write about complaints, measures and settings."""
