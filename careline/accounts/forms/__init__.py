"""What people may type on the accounts pages, and what is wrong with it."""
