"""Which disks are those of another computer, by what the system tells of them."""

from pathlib import Path

import pytest

from mmdesk.library import network_disk
from mmdesk.library.network_disk import kind_below, linux_mounts, mac_mounts, network_file_system

LINUX = rb"""
21 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
40 21 0:40 / /home rw shared:2 - autofs systemd-1 rw,fd=29
41 40 0:41 / /home/anna rw - nfs4 nas:/home/anna rw,vers=4.2
42 41 8:3 / /home/anna/local rw - xfs /dev/sdb1 rw
43 21 0:43 / /mnt/my\040share rw - cifs //nas/photos rw
44 21 0:44 / /mnt/c rw - 9p drvfs rw,aname=drvfs
45 21 0:45 / /mnt/ssh rw - fuse.sshfs anna@host: rw
46 21 8:4 / /mnt/stick rw - fuseblk /dev/sdc1 rw
47 21 0:47 / /mnt/over rw - nfs nas:/x rw
48 47 8:5 / /mnt/over rw - ext4 /dev/sdd1 rw
a line that tells nothing
"""

MAC = b"""\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//anna@nas/data on /Volumes/my data (smbfs, nodev, nosuid, mounted by anna)
/dev/disk4s1 on /Volumes/stick (exfat, local, nodev, nosuid)
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        (b"/var/lib/mmdesk", None),
        (b"/home/ben", None),  # nothing is mounted there yet, and nothing could be written
        (b"/home/anna/.local/share/mmdesk", "nfs4"),
        (b"/home/anna/local/mmdesk", None),
        (b"/home/annabel", None),
        (b"/mnt/my share/mmdesk", "cifs"),
        (b"/mnt/c/Users/anna", "9p"),
        (b"/mnt/ssh", "fuse.sshfs"),
        (b"/mnt/stick/mmdesk", None),
        (b"/mnt/over/mmdesk", None),  # the disk mounted over it is what is seen
    ],
)
def test_the_innermost_mount_says_what_a_folder_lies_on(folder: bytes, kind: str | None) -> None:
    assert kind_below(linux_mounts(LINUX), folder) == kind


def test_a_container_may_have_its_whole_disk_from_its_host() -> None:
    whole = linux_mounts(b"1 0 0:1 / / rw - 9p none rw\n2 1 0:2 / /data rw - 9p none rw")
    assert kind_below(whole, b"/root/mmdesk") is None
    assert kind_below(whole, b"/data/mmdesk") == "9p"
    assert kind_below(linux_mounts(b"1 0 0:1 / / rw - nfs nas:/ rw"), b"/root/mmdesk") == "nfs"


def test_macos_tells_of_its_mounts_in_lines() -> None:
    assert kind_below(mac_mounts(MAC), b"/Volumes/my data/mmdesk") == "smbfs"
    assert kind_below(mac_mounts(MAC), b"/Volumes/stick/mmdesk") is None
    assert kind_below(mac_mounts(MAC), b"/Users/anna") is None


@pytest.mark.skipif(network_disk.sys.platform != "linux", reason="not on this system: it tells by other ways")
def test_links_are_followed_and_a_system_that_tells_nothing_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "share")
    mountinfo = tmp_path / "mountinfo"
    mountinfo.write_bytes(b"9 1 0:9 / %s rw - nfs4 nas:/ rw\n" % bytes(tmp_path / "share"))
    monkeypatch.setattr(network_disk, "MOUNTS", mountinfo)
    assert network_file_system(tmp_path / "link" / "not made yet") == "nfs4"
    assert network_file_system(tmp_path / "beside") is None
    mountinfo.unlink()
    assert network_file_system(tmp_path / "link") is None
