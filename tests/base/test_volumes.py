"""How a disk is attached, read from what Linux says about its mounts."""

import pytest

from app.base.volumes import Medium, medium_by_mounts, volume_of

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /run tmpfs rw 0 0
//server/party /mnt/share cifs rw 0 0
server:/export /home/office nfs4 rw 0 0
/dev/sdb1 /media/clerk/U\\040盘 vfat rw 0 0
/dev/sda2 /media2 ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "medium"),
    [
        ("/home/clerk/dangwu", Medium.FIXED),
        ("/mnt/share", Medium.REMOTE),
        ("/mnt/share/dangwu", Medium.REMOTE),
        ("/mnt/shared/dangwu", Medium.FIXED),
        ("/home/office/dangwu", Medium.REMOTE),
        ("/media/clerk/U 盘/党务", Medium.REMOVABLE),
        ("/media2/dangwu", Medium.FIXED),
        ("/", Medium.FIXED),
    ],
)
def test_the_longest_mount_above_a_folder_decides(place, medium):
    assert medium_by_mounts(place, MOUNTS) is medium


def test_a_disk_that_hides_another_mounted_at_the_same_place_counts():
    hidden = "/dev/sda1 /data ext4 rw 0 0\nserver:/x /data nfs rw 0 0\n"
    assert medium_by_mounts("/data/ledger", hidden) is Medium.REMOTE


def test_the_disk_of_a_real_folder_has_free_bytes(tmp_path):
    assert volume_of(tmp_path).free > 0
