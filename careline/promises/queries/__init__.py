"""Which promises there are, and what speaks against one."""
