"""How upset a customer is, read from their own new words and from plain facts. Pure: no database, no outside service."""
