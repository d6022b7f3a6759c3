"""Forms that define fields and forms, and the form that values are filled in by."""
