"""The first steps of a new desk: a mailbox, the team, the first answer."""
