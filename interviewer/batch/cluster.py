"""Have a Ray cluster, quietly: the one place that imports Ray.

One that is up is joined, by its address or because the program has joined it before; else one is
started on this machine and ended with the run. Nothing is told to Ray's makers.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from interviewer.errors import InterviewerError

REMEDY = "pip install 'keypoint-interviewer[ray]'"
STORE_BYTES = 80 * 2**20
"""What a cluster of our own may keep for its workers, a choice near Ray's least: only names and the
bank go through it."""

REACH_SECONDS = 5.0
"""Who has not answered by then is not there, a choice: Ray by itself asks for minutes."""

_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # else it tells its makers, over the network
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",  # what Ray prints of a worker that died
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}


@contextmanager
def cluster(address: str | None, workers: int | None) -> Iterator[int]:
    """Have a cluster, one that is up already where there is one; yield its processors."""
    ray = ray_data()
    mine = not ray.is_initialized()
    if mine:
        reach(address)
        ours = {"num_cpus": workers, "object_store_memory": STORE_BYTES, "include_dashboard": False}
        try:
            ray.init(
                address or "local",
                log_to_driver=False,
                logging_level=logging.ERROR,
                **({} if address else ours),
            )
        except (ConnectionError, RuntimeError, ValueError) as error:
            where = f"no cluster at {address!r}" if address else "no cluster can be started here"
            raise InterviewerError(f"Ray: {where}: {str(error).splitlines()[0]}") from error
    try:
        ray.data.DataContext.get_current().enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        yield max(1, int(ray.cluster_resources().get("CPU", 1)))
    finally:
        if mine:
            ray.shutdown()


def reach(address: str | None) -> None:
    """Raise InterviewerError where nobody listens at a cluster's address."""
    host, _, port = (address or "").removeprefix("ray://").rpartition(":")
    if not port.isdigit():  # such as "auto"
        return
    try:
        socket.create_connection((host, int(port)), REACH_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise InterviewerError(f"Ray: no cluster at {address!r}: {error}") from error


def ray_data() -> Any:
    """Return Ray with its data part, told to be quiet; InterviewerError where it is missing."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise InterviewerError(f"--engine ray needs Ray; install it: {REMEDY}") from error
    return ray
