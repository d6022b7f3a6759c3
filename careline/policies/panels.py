"""What the policies app shows in other pages."""
