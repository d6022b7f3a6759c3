"""The pages of fields: beside what they belong to, and in the settings."""
