"""The pages of the channels: inboxes, arrivals, blocked senders, and the public form."""
