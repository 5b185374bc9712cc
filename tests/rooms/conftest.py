"""Every test of a page runs under one clock."""

import pytest


@pytest.fixture(autouse=True)
def _one_clock(one_clock):
    """Also where no reader signs in."""
