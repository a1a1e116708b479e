"""From a checkout to tested installers, on a bare Debian 12 machine as root.

Usage: build.py TARGET [--skip-tests]

TARGET: windows (setup.exe, built and tried under Wine), deb (Debian package), all (both), folder
(only the Linux program and its self-test, as in every run of CI), prove (shows that a missing
resource, a wrong hash and a broken migration stop a build), measure (start time and memory beside a
minimal window). Results: dist/. Each step is passed over while its inputs are unchanged; downloads
are kept in the user's cache folder. Only the standard library: it starts on a bare machine.
"""

import sys
import time

from environment import Trouble, say
from installer import (
    cpython,
    deb,
    folder,
    linux_trial,
    measuring,
    proofs,
    setup,
    tools,
    windows_trial,
    wine,
)
from installer.steps import Step, run_steps

USAGE = "用法：python3 packaging/build.py windows|deb|all|folder|prove|measure [--skip-tests]"


def linux_folder(*, tested: bool) -> list[Step]:
    """Return the steps that make the Linux program, and try it where that is asked for."""
    steps = [tools.step(), folder.linux_step(), *deb.part_steps()]
    return [*steps, Step("自检 Linux 程序", linux_trial.try_folder)] if tested else steps


def debian(*, tested: bool) -> list[Step]:
    """Return the steps that make the Debian package, and try it where that is asked for."""
    steps = [*linux_folder(tested=False), *deb.package_steps()]
    return [*steps, Step("试装 Debian 软件包", linux_trial.try_package)] if tested else steps


def windows(*, tested: bool) -> list[Step]:
    """Return the steps that make setup.exe, and try it where that is asked for."""
    steps = [tools.step(), *cpython.steps(), wine.step(), folder.windows_step(), *setup.steps()]
    return [*steps, Step("试装 Windows 安装程序", windows_trial.try_windows)] if tested else steps


def main(arguments: list[str]) -> int:
    """Do what the first argument names; give back the exit code."""
    tested = "--skip-tests" not in arguments
    targets = [argument for argument in arguments if argument != "--skip-tests"]
    chains = {
        "windows": [windows],
        "deb": [debian],
        "all": [debian, windows],
        "folder": [linux_folder],
    }
    if len(targets) != 1 or targets[0] not in {*chains, "prove", "measure"}:
        print(USAGE)
        return 2
    begun = time.monotonic()
    for chain in chains.get(targets[0], [linux_folder]):
        run_steps(chain(tested=tested and targets[0] in chains))
    if targets[0] == "prove":
        proofs.prove_all()
    if targets[0] == "measure":
        measuring.measure_all()
    say(f"全部完成，用了 {time.monotonic() - begun:.0f} 秒。")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        say(f"已停止：{trouble}")
        sys.exit(1)
    except KeyboardInterrupt:
        say("已停止。")
        sys.exit(130)
