"""What can be done with the company, its people and its teams: one verb a file."""
