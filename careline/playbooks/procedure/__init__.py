"""What a playbook says and whether it holds: read, checked, decided and walked. Pure: no database, no clock, no network."""
