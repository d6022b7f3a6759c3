"""Who on the staff hears of what, and where: in the workspace, by mail, by Web Push. Never twice of one thing."""
