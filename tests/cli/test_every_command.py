"""Every command has help that says what it does, and refuses nonsense in one Vietnamese sentence."""

import pytest
import typer.main

from saovuong.cli.main import app


def _paths(group, prefix=()):
    for name, command in group.commands.items():
        path = (*prefix, name)
        if hasattr(command, "commands"):
            yield from _paths(command, path)
        else:
            yield path, command


COMMANDS = dict(_paths(typer.main.get_command(app)))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help(saovuong, path):
    result = saovuong(*path, "--help")
    assert result.status == 0
    assert "Usage: saovuong " + " ".join(path) in result.out
    described = COMMANDS[path].help or ""
    assert len(described) > 20, "no help sentence"


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_is_explained(path):
    for parameter in COMMANDS[path].params:
        if parameter.name != "help":
            assert getattr(parameter, "help", None), f"{parameter.name} of {' '.join(path)} has no help"


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_an_unknown_option_is_refused(saovuong, path):
    result = saovuong(*path, "--khong-co-tuy-chon-nay")
    assert result.status == 2
    assert result.out == ""
    assert result.err.startswith("Lỗi [SV-900]: không có tùy chọn")
    assert result.err.count("\n") == 1


def test_the_data_folder_may_stand_anywhere(saovuong, tmp_path, monkeypatch):
    monkeypatch.setenv("SAOVUONG_DATA", "")
    for words in (
        ("--data", tmp_path, "audit", "verify"),
        ("audit", "verify", "--data", tmp_path),
        ("audit", "verify", f"--data={tmp_path}"),
    ):
        result = saovuong(*words)
        assert result.status == 2
        assert f"“{tmp_path}”" in result.err


def test_version(saovuong):
    from saovuong import __version__

    assert saovuong("--version").out == f"saovuong {__version__}\n"


def test_no_words_show_the_help(saovuong):
    result = saovuong()
    assert (result.status, result.err) == (2, "")
    assert "read" in result.out
