"""Fixtures of the whole house, and what the tests say at the end. The ground is laid by careline.testing.ground."""

import pytest

pytest_plugins = ["careline.testing.fixtures"]
WANTS = {
    "browser": "a browser (Chromium, Firefox)",
    "peers": "a mail server (Dovecot, Postfix)",
    "pgbouncer": "PgBouncer",
}
SLOW_SECONDS = 10  # at least, of a test that is marked as slow without saying how much


def pytest_ignore_collect(collection_path, config):
    """Asked for nothing but browser tests, pass by the files that don't say the word: to load all costs 15 s a core.

    Those in tests/browser are marked by where they are.
    """
    if config.option.markexpr == "browser" and collection_path.match("test_*.py"):
        return (
            collection_path.parent.name != "browser" and "browser" not in collection_path.read_text()
        ) or None
    return None


def pytest_itemcollected(item):
    """Each operation of the API is a test with an id of its own: tests of one id are one for xdist, and run once."""
    label = getattr(item, "operation_label", None)
    if label and item.id.params is None:
        item._id = item.id.with_params(label)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest files first, then those with the most tests, so that at the end no core waits for another."""
    seconds, count = {}, {}
    for item in items:
        mark = item.get_closest_marker("slow")
        said = mark.kwargs.get("seconds", SLOW_SECONDS) if mark else 0
        seconds[item.path] = max(seconds.get(item.path, 0), said)
        count[item.path] = count.get(item.path, 0) + 1
    items.sort(key=lambda item: (-seconds[item.path], -count[item.path], str(item.path)))


def pytest_terminal_summary(terminalreporter):
    """Name what was skipped for want of a browser, a mail server or PgBouncer."""
    for marker, want in WANTS.items():
        skipped = [r for r in terminalreporter.stats.get("skipped", []) if marker in r.keywords]
        if skipped:
            terminalreporter.section(f"skipped for want of {want}")
            for report in skipped:
                terminalreporter.write_line(report.nodeid)
