"""Server settings, generated passwords and ports."""

import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from launcher import settings
from launcher.errors import LauncherError
from launcher.odoo_source import OdooSource


@pytest.fixture
def ports():
    """Return a Ports on the loopback address, closed at the end."""
    result = settings.Ports("127.0.0.1")
    yield result
    result.close()


def test_passwords_are_made_once_and_kept_to_the_owner(project):
    first = settings.passwords(project)
    assert settings.passwords(project) == first
    assert first["admin"] != first["master"]
    path = project.home / "secrets"
    assert path.stat().st_mode & 0o777 == 0o600


def test_two_installations_at_once_make_one_set_of_passwords(project):
    for _round in range(20):
        (project.home / "secrets").unlink(missing_ok=True)
        barrier = Barrier(4)

        def ask(barrier=barrier):
            barrier.wait()
            return settings.passwords(project)["master"]

        with ThreadPoolExecutor(4) as pool:
            answers = [pool.submit(ask) for _thread in range(4)]
        assert len({answer.result() for answer in answers}) == 1


def test_configuration_is_the_committed_file_plus_this_clone(project, tmp_path):
    source = OdooSource(tmp_path, "19.0", (tmp_path / "own",))
    path = settings.write(project, source, "tthc", http_port=8100)
    lines = path.read_text().splitlines()
    assert "list_db = False" in lines
    assert "http_port = 8100" in lines
    assert "dbfilter = ^tthc$" in lines
    assert f"addons_path = {tmp_path / 'own'},{project.addons}" in lines
    assert path.stat().st_mode & 0o777 == 0o600


def test_broken_configuration_is_told_in_a_sentence(project):
    (project.root / "config" / "odoo.conf").write_text("http_port = 1\n")
    with pytest.raises(LauncherError, match="odoo.conf cannot be read"):
        settings.committed(project)


def test_odoos_own_variable_wins_over_the_file(project, monkeypatch):
    assert settings.effective(project, "http_port") == "8069"
    monkeypatch.setenv("ODOO_HTTP_PORT", "9000")
    assert settings.effective(project, "http_port") == "9000"
    monkeypatch.setenv("ODOO_HOME", "/x")
    assert settings.overrides() == {"ODOO_HTTP_PORT": "9000"}


def test_taken_port_gives_the_next_free_one(ports):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert ports.take(taken) > taken


def test_two_clones_never_choose_the_same_port(ports):
    other = settings.Ports("127.0.0.1")
    first = ports.take(28069)
    assert other.take(first) > first
    ports.close()
    assert other.take(first) == first
    other.close()


def test_unknown_interface_is_told_in_a_sentence():
    with pytest.raises(LauncherError, match="is no address of this machine"):
        settings.Ports("no.such.host.invalid").take(28069)
