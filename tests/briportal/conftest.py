from __future__ import annotations

import pytest

from tests.briportal.installs import an_install


@pytest.fixture
def install(tmp_path):
    with an_install(tmp_path) as new:
        yield new
