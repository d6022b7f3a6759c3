"""Pages of the core: for machines that watch this installation."""
