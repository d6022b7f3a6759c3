"""Pages and panels of promises."""
