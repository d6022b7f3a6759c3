"""The embedded server's parameters (design page `performance.md`, "The embedded server").

Kept in `careline.conf`, rewritten at each start; what an operator sets with ALTER SYSTEM wins.
"""

import os
from pathlib import Path

from careline.core.database import account

MEGABYTE = 1024 * 1024
INCLUDE = "include_if_exists 'careline.conf'\n"
STEADY = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "jit": "off",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "max_connections": "120",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_line_prefix": "'%m [%p] '",
    "log_checkpoints": "off",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum_naptime": "5min"}


def write(data: Path, *, fast: bool) -> None:
    """Write the parameters into the server's folder and make sure that they are read."""
    values = STEADY | {"shared_buffers": f"{_shared_buffers_megabytes(fast=fast)}MB"} | (FAST if fast else {})
    target = data / "careline.conf"
    target.write_text("".join(f"{name} = {value}\n" for name, value in values.items()))
    account.own(target)
    main = data / "postgresql.conf"
    if INCLUDE not in main.read_text():
        with main.open("a") as file:
            file.write(f"\n{INCLUDE}")


def _shared_buffers_megabytes(*, fast: bool) -> int:
    """Return a quarter of the machine's memory, 2 GB at most, 128 MB at least and for tests."""
    if fast:
        return 128
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(128, min(2048, memory // 4 // MEGABYTE))
