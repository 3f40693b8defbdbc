"""A cluster of this machine alone: `python -m models.engine.serve.head` starts it, prints its address and ends with
whoever holds its stdin."""

from __future__ import annotations

import sys

import ray

from models.engine.serve.cluster import ADDRESS

OBJECT_BYTES = 200_000_000  # memory for what is under way between processes: steps, of at most some megabytes


def main() -> None:
    context = ray.init(
        include_dashboard=False, object_store_memory=OBJECT_BYTES, log_to_driver=False, configure_logging=False
    )
    print(ADDRESS, context.address_info["gcs_address"], flush=True)
    sys.stdin.read()
    ray.shutdown()


if __name__ == "__main__":
    main()
