"""Fixtures of the whole house, and what the tests say at the end. The ground is laid by careline.testing.ground."""

pytest_plugins = ["careline.testing.fixtures"]
WANTS = {
    "browser": "a browser (Chromium, Firefox)",
    "peers": "a mail server (Dovecot, Postfix)",
    "pgbouncer": "PgBouncer",
}


def pytest_terminal_summary(terminalreporter):
    """Name what was skipped for want of a browser, a mail server or PgBouncer."""
    for marker, want in WANTS.items():
        skipped = [r for r in terminalreporter.stats.get("skipped", []) if marker in r.keywords]
        if skipped:
            terminalreporter.section(f"skipped for want of {want}")
            for report in skipped:
                terminalreporter.write_line(report.nodeid)
