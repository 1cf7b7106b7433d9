from __future__ import annotations

import platform

from portal.apps import keep_freed_memory


def test_freed_memory_is_kept_where_glibc_is():
    assert keep_freed_memory() is (platform.libc_ver()[0] == "glibc")
