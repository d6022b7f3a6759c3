"""The plumbing of the REST API: who calls, how often, once or again, page by page, and problems. No word of the trade."""
