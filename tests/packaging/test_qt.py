"""A program without Qt's platform plugins opens no window: the build stops."""

import pytest
from environment import Trouble
from installer.qt import PLATFORMS, check_plugins


@pytest.fixture(params=PLATFORMS)
def system(request):
    return request.param


@pytest.fixture
def built(tmp_path, system):
    place = tmp_path / "_internal" / "PySide6" / "plugins" / "platforms"
    place.mkdir(parents=True)
    for name in PLATFORMS[system]:
        (place / name).touch()
    return tmp_path


def test_a_folder_with_its_plugins_passes(built, system):
    check_plugins(built, system)


def test_a_missing_plugin_stops_the_build_with_its_name(built, system):
    name = PLATFORMS[system][0]
    next(built.rglob(name)).unlink()
    with pytest.raises(Trouble, match=f"插件：{name}。打包已停止"):
        check_plugins(built, system)
