"""The channels' commands, one subject a file."""
