"""How many processes serve. The journeys through the pages start the server itself."""

import os

import pytest

from saovuong.cli import serve


@pytest.mark.parametrize(
    ("system", "cores", "wanted", "processes"),
    [
        ("linux", 2, None, 2),
        ("linux", 16, None, 4),
        ("linux", None, None, 1),
        ("linux", 2, 6, 6),
        ("win32", 16, None, 1),
        ("win32", 16, 6, 1),
    ],
)
def test_as_many_processes_as_the_machine_bears(monkeypatch, system, cores, wanted, processes):
    monkeypatch.setattr(serve.sys, "platform", system)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert serve._workers(wanted) == processes


@pytest.mark.django_db
def test_what_visitors_would_wait_for_is_laid_out_before(monkeypatch, tmp_path):
    """The index of units is there before the first request asks for it."""
    import gc

    from saovuong.org import queries
    from saovuong.web.warming import warm

    made = []
    monkeypatch.setattr(queries.UnitNameIndex, "from_data", lambda data: made.append(data) or "index")
    queries._index.cache_clear()
    try:
        warm()
        assert len(made) == 1
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        queries._index.cache_clear()
