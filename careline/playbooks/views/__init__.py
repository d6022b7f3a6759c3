"""Pages of playbooks: beside a ticket, and in the settings."""
