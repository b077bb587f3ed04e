"""Disks of other computers, on which no database may lie: SQLite's locks do not hold there, and the
write-ahead log wants memory that all who read and write share (https://www.sqlite.org/useovernet.html).

Linux tells in `/proc/self/mountinfo` what is mounted where, macOS by `mount`, Windows by the kind of drive.
Photographs may lie on such disks: they are only read.
"""

import ctypes
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mmdesk.core.language import tr
from mmdesk.core.paths import is_under

MOUNTS = Path("/proc/self/mountinfo")

KINDS = (
    "9p afpfs afs beegfs ceph cifs coda davfs fuse.ceph fuse.curlftpfs fuse.davfs fuse.davfs2 fuse.gcsfuse"
    " fuse.glusterfs fuse.gvfsd-fuse fuse.juicefs fuse.rclone fuse.s3fs fuse.smbnetfs fuse.sshfs"
    " fuse.vmhgfs-fuse gpfs lustre ncp ncpfs nfs nfs3 nfs4 orangefs panfs prl_fs pvfs2 smb2 smb3 smbfs sshfs"
    " vboxsf vmhgfs webdav"
)
NETWORK = frozenset(KINDS.split())
"""Types of file systems whose files lie on another computer, or that a virtual one has of its host."""

OWN_DISK_OF_A_CONTAINER = "9p"
"""What some containers have for their whole disk, which nobody else uses then."""

MAC_MOUNT = re.compile(rb"^.* on (?P<point>/.*) \((?P<type>[^,)]+)[^)]*\)$", re.MULTILINE)
REMOTE_DRIVE = 4
"""What Windows calls DRIVE_REMOTE: https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getdrivetypew."""


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system of a `kind`, seen in the folder `point`."""

    point: bytes
    kind: str
    is_remote: bool


def network_file_system(folder: Path) -> str | None:
    """Kind of the network file system that `folder` is on, or will be; None for a disk here."""
    if sys.platform == "win32":
        return _of_drive(folder)
    mounts = mac_mounts(_mount_told()) if sys.platform == "darwin" else linux_mounts(_read(MOUNTS))
    return kind_below(mounts, os.path.realpath(os.fsencode(folder)))


def kind_below(mounts: Iterable[Mount], path: bytes) -> str | None:
    """Kind of the innermost mount around `path`, if it is remote; of two at one point the later is seen."""
    around = [mount for mount in mounts if is_under(path, mount.point)]
    if not around:
        return None
    innermost = max(enumerate(around), key=lambda numbered: (len(numbered[1].point), numbered[0]))[1]
    return innermost.kind if innermost.is_remote else None


def linux_mounts(mountinfo: bytes) -> list[Mount]:
    """What `/proc/self/mountinfo` tells: the fifth word is the point, behind a dash is the kind; proc(5)."""
    mounts = []
    for line in mountinfo.splitlines():
        seen, _, system = line.partition(b" - ")
        if len(seen.split(b" ")) > 4 and system:
            point, kind = _unescaped(seen.split(b" ")[4]), system.split(b" ")[0].decode("ascii", "replace")
            is_own = point == b"/" and kind == OWN_DISK_OF_A_CONTAINER
            mounts.append(Mount(point, kind, kind in NETWORK and not is_own))
    return mounts


def mac_mounts(told: bytes) -> list[Mount]:
    """What `mount` tells on macOS: `//anna@nas/data on /Volumes/data (smbfs, nodev, mounted by anna)`."""
    return [
        Mount(match["point"], kind := match["type"].decode("ascii", "replace"), kind in NETWORK)
        for match in MAC_MOUNT.finditer(told)
    ]


def _mount_told() -> bytes:
    try:
        return subprocess.run(["/sbin/mount"], capture_output=True, check=False).stdout
    except OSError:
        return b""


def _read(path: Path) -> bytes:
    """The file, or nothing where a system has none: nobody can tell then."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _unescaped(point: bytes) -> bytes:
    r"""A path as it is: the kernel writes a space as `\040`."""
    return re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8)]), point)


def _of_drive(folder: Path) -> str | None:
    if sys.platform != "win32":
        return None
    root = os.path.splitdrive(os.path.realpath(folder))[0] + "\\"
    return tr("a network drive") if ctypes.windll.kernel32.GetDriveTypeW(root) == REMOTE_DRIVE else None
