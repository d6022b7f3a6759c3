"""What one does with promises."""
