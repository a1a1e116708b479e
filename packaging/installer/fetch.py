"""Fetch one source archive by its hash as pip would, but without running anything of it.

Usage: fetch.py NAME SHA256 TARGET. Uses the inside of the pip that requirements-build.lock pins,
because only pip knows the indexes, certificates and proxies that the person has configured.
"""

import sys
from pathlib import Path

from pip._internal.commands import create_command


def fetch(name: str, pinned: str, target: Path) -> int:
    """Write the archive to target; return 1 when no index offers a file of that hash."""
    command = create_command("download")
    options, _ = command.parse_args(["--no-deps", "--no-binary=:all:", name])
    with command.main_context():
        session = command.get_default_session(options)
        finder = command._build_package_finder(options=options, session=session)  # noqa: SLF001
        links = [candidate.link for candidate in finder.find_all_candidates(name)]
        fitting = [link for link in links if link.hash == pinned]
        if not fitting:
            print(f"没有哪个软件源提供哈希值为 {pinned} 的 {name}。")
            return 1
        answer = session.get(
            fitting[0].url_without_fragment, headers={"Accept-Encoding": "identity"}
        )
        answer.raise_for_status()
        target.write_bytes(answer.content)
    return 0


if __name__ == "__main__":
    sys.exit(fetch(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
