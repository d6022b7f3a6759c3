"""Mail: reading, understanding and sending it."""
