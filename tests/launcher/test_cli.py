"""The commands, their help, and how failures are shown."""

import pytest

from launcher import cli, commands, console
from launcher.errors import LauncherError
from launcher.processes import clean_environment, explain, run, tie

COMMANDS = (
    *("run", "start", "stop", "status", "shell", "reset", "bench", "test"),
    *("update", "backup", "restore", "help"),
)


def test_help_explains_every_command_in_a_line(capsys):
    assert cli.main(["help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for name in COMMANDS:
        line = next(line for line in lines if line.split()[:1] == [name])
        assert len(line.split()) > 3


def test_failure_is_one_sentence_and_a_code(monkeypatch, capsys):
    def fail(_root, _options):
        raise LauncherError("The disk is full.")

    monkeypatch.setattr(commands, "status", fail)
    assert cli.main(["status"]) == 1
    assert capsys.readouterr().err == "\nError: The disk is full.\n"


def test_interruption_has_its_own_code(monkeypatch):
    def interrupt(_root, _options):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "status", interrupt)
    assert cli.main(["status"]) == 130


def test_traceback_is_for_developers(monkeypatch, capsys):
    def fail(_root, _options):
        raise LauncherError("x")

    monkeypatch.setattr(commands, "status", fail)
    monkeypatch.setenv("TTHC_DEBUG", "1")
    cli.main(["status"])
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answer", "agreed"), [("y", True), (" YES ", True), ("", False), ("n", False)]
)
def test_only_a_yes_is_a_yes(monkeypatch, answer, agreed):
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    assert console.confirm("Sure?") is agreed


def test_no_terminal_is_a_no(monkeypatch):
    def closed(_question):
        raise EOFError

    monkeypatch.setattr("builtins.input", closed)
    assert console.confirm("Sure?") is False


def test_reset_without_a_yes_changes_nothing(monkeypatch):
    monkeypatch.setattr(commands, "confirm", lambda _question: False)
    monkeypatch.setattr(commands.serving, "stop", lambda _project: pytest.fail())
    assert cli.main(["reset"]) == 1


def test_variables_that_steer_odoo_do_not_get_through(monkeypatch):
    monkeypatch.setenv("ODOO_RC", "/x")
    monkeypatch.setenv("PGDATABASE", "x")
    environment = clean_environment(PGHOST="/run/x")
    assert environment["PGHOST"] == "/run/x"
    assert not {"ODOO_RC", "PGDATABASE"} & environment.keys()


def test_program_output_ticks_and_input():
    ticks = []
    script = "sleep 0.7; cat"
    output = run(["sh", "-c", script], "x", input="hi", tick=lambda: ticks.append(1))
    assert output == "hi"
    assert ticks


def test_failed_program_is_told_with_its_last_lines():
    with pytest.raises(LauncherError, match="(?s)^Trying failed:.*the reason$"):
        run(["sh", "-c", "echo the reason >&2; exit 3"], "Trying")


def test_missing_program_is_told():
    with pytest.raises(LauncherError, match="the program no-such-program is missing"):
        run(["no-such-program"], "Trying")


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("x\ntar: write error: No space left on device\n", "the disk is full."),
        ("E: Temporary failure resolving 'x'", "the server cannot be reached"),
        ("NewConnectionError('refused')\nERROR: no match", "the server cannot be"),
    ],
)
def test_known_cause_is_told_in_words(output, sentence):
    assert explain(output).startswith(sentence)


def test_tie_keeps_the_change_of_user_innermost():
    command = tie(["setpriv", "--reuid=1", "id"])
    assert command == ["setpriv", "--pdeathsig", "KILL", "--reuid=1", "id"]
