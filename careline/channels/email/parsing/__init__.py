"""Bytes of a mail into what it says: one subject a file, pure and bounded (RFC 5322, RFC 2045 and what is really sent)."""
