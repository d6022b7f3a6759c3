"""Backup and restore: the database and every attachment in one checksummed file.

The secret key is not in it unless asked for: who holds both can read the mailboxes' passwords.
"""
