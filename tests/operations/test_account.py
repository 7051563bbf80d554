"""The servers' account when root starts them: it may pass through folders, and that is all."""

from __future__ import annotations

import os
import stat
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.embedded import account

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers under another account")


@given(mode=st.integers(0, 0o777), uid=st.integers(1, 2**31 - 1))
def test_an_access_list_made_from_a_mode_keeps_what_the_mode_allows(mode: int, uid: int) -> None:
    entries = _entries(account.with_search(b"", mode, uid))
    assert entries[account.USER_OBJ, account.NO_ID] == mode >> 6 & 7
    assert entries[account.GROUP_OBJ, account.NO_ID] == mode >> 3 & 7
    assert entries[account.OTHER, account.NO_ID] == mode & 7
    assert entries[account.USER, uid] == account.SEARCH
    assert entries[account.MASK, account.NO_ID] == (mode >> 3 & 7) | account.SEARCH


@given(uids=st.lists(st.integers(1, 2**31 - 1), min_size=1, max_size=4))
def test_adding_again_changes_nothing_and_keeps_the_others(uids: list[int]) -> None:
    once = b""
    for uid in uids:
        once = account.with_search(once, 0o700, uid)
    assert account.with_search(once, 0o700, uids[-1]) == once
    assert {uid for tag, uid in _entries(once) if tag == account.USER} == set(uids)


def _entries(raw: bytes) -> dict[tuple[int, int], int]:
    assert struct.unpack_from("<I", raw) == (account.ACL_VERSION,)
    found = [struct.unpack_from("<HHI", raw, at) for at in range(4, len(raw), 8)]
    assert found == sorted(found, key=lambda entry: (entry[0], entry[2])), "the kernel wants them in order"
    return {(tag, uid): permission for tag, permission, uid in found}


@as_root
def test_a_closed_folder_lets_the_account_through_but_shows_it_nothing(tmp_path: Path) -> None:
    who = account.identity()
    closed = tmp_path / "closed"
    inner = closed / "inner"
    inner.mkdir(parents=True)
    inner.chmod(0o755)
    closed.chmod(0o700)
    (closed / "secret").write_text("x", encoding="ascii")
    account.may_pass(inner, who)
    account.may_pass(inner, who)
    assert stat.S_IMODE(closed.stat().st_mode) & 0o007 == 0, "nobody else may do more than before"
    assert subprocess.run(["ls", inner], check=False, **who).returncode == 0
    assert subprocess.run(["ls", closed], check=False, capture_output=True, **who).returncode != 0
    assert subprocess.run(["touch", closed / "new"], check=False, capture_output=True, **who).returncode != 0


@as_root
def test_a_package_installed_under_a_strict_umask_becomes_readable(tmp_path: Path) -> None:
    tree = tmp_path / "package"
    (tree / "bin").mkdir(parents=True)
    program = tree / "bin" / "program"
    program.write_text("#!/bin/sh\n", encoding="ascii")
    for path, mode in ((program, 0o700), (tree / "bin", 0o700), (tree, 0o700)):
        path.chmod(mode)
    account.may_read(tree, account.identity())
    assert stat.S_IMODE(program.stat().st_mode) == 0o755
    assert stat.S_IMODE(tree.stat().st_mode) == 0o755


def test_for_an_ordinary_user_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert account.identity() == {}
    tmp_path.chmod(0o700)
    account.may_pass(tmp_path / "any", {})
    account.give(tmp_path, {})
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
