"""Reading playbooks: which there are, which fit a ticket, how their runs stand."""
