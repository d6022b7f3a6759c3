"""A small believable company for newcomers: told in `radhaus.toml`, played through the real actions."""
