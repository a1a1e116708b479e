"""The environment that builds: Debian's Python with the locked packages and the locked tools."""

import subprocess
from pathlib import Path

from environment import RUN_LOCK, SYSTEM_PYTHON

from installer.inputs import LINUX
from installer.places import BUILD, BUILD_LOCK, HERE
from installer.qt import drop_unused_plugins
from installer.running import Call, need, run
from installer.steps import Step

VENV = BUILD / "tools"
PYTHON = VENV / "bin" / "python"


def step() -> Step:
    """Return the step that makes the environment."""
    return Step("建立打包环境", _make, PYTHON, [RUN_LOCK, BUILD_LOCK, HERE / "qt.py"])


def site() -> Path:
    """Return where the packages of the environment lie."""
    return next(VENV.glob("lib/python3.*/site-packages"))


def _make() -> None:
    _need_python()
    run(Call("建立虚拟环境", [SYSTEM_PYTHON, "-m", "venv", "--clear", VENV]))
    LINUX.fetch(PYTHON)
    pip = [PYTHON, "-m", "pip", "install", "-q", "--progress-bar=off", "--no-deps", "--no-index"]
    run(Call("安装打包软件", [*pip, *LINUX.found()]))
    drop_unused_plugins(site())


def python_version(*, full: bool = False) -> str:
    """Return the version of Debian's Python: 3.11, or in full 3.11.2."""
    asked = f"import sys; print('.'.join(map(str, sys.version_info[:{3 if full else 2}])))"
    done = subprocess.run([SYSTEM_PYTHON, "-c", asked], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _need_python() -> None:
    """Install what Debian's Python lacks; without its shared library PyInstaller cannot work."""
    need({SYSTEM_PYTHON: "python3", "objdump": "binutils"}, "打包需要基本工具")
    name = python_version()
    library = Path(f"/usr/lib/x86_64-linux-gnu/libpython{name}.so.1.0")
    venv = Path(f"/usr/lib/python{name}/ensurepip/__init__.py")
    need({str(library): f"libpython{name}", str(venv): "python3-venv"}, "打包需要完整的 Python")
