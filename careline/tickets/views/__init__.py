"""Pages and parts of the desk: one page or region family a file."""
