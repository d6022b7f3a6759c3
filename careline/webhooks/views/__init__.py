"""The webhooks pages."""
