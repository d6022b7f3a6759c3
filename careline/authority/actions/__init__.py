"""What authority can do: ask for decisions, take them, escalate; and set limits, budgets and ladders."""
