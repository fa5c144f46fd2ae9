"""The cluster's folders, tuning and stale files; which server is used."""

import os
import subprocess

import pytest

from launcher import postgres
from launcher.errors import LauncherError


@pytest.fixture(autouse=True)
def no_given_server(monkeypatch):
    """Forget the caller's own PG* variables."""
    for name in postgres.GIVEN + postgres.GIVEN_MORE:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def cluster(project, monkeypatch, tmp_path):
    """Return a PrivateCluster whose sockets lie in the test's own folder."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return postgres.PrivateCluster(project)


@pytest.mark.parametrize(
    ("memory", "buffers", "work"),
    [(512, "64MB", "4MB"), (4096, "512MB", "8MB"), (65536, "2048MB", "32MB")],
)
def test_memory_settings_follow_the_machine(memory, buffers, work):
    settings = postgres.tuning(memory)
    assert (settings["shared_buffers"], settings["work_mem"]) == (buffers, work)


def test_own_memory_is_read():
    assert postgres.memory_megabytes() > 100


def test_long_runtime_folder_gives_way_to_a_short_one(project, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/" + "x" * 100)
    sockets = postgres.PrivateCluster(project).sockets
    assert str(sockets).startswith("/tmp/tthc-")


def test_socket_folder_is_private(cluster):
    cluster._check_sockets()
    assert cluster.sockets.stat().st_mode & 0o777 == 0o700


def test_socket_folder_of_somebody_else_is_refused(cluster, tmp_path):
    (tmp_path / "trap").mkdir()
    cluster.sockets.symlink_to(tmp_path / "trap")
    with pytest.raises(LauncherError, match="belongs to somebody else"):
        cluster._check_sockets()


def test_pid_file_naming_an_innocent_process_is_removed(cluster, monkeypatch):
    monkeypatch.setattr(postgres.time, "sleep", lambda _seconds: None)
    cluster.data.mkdir()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    cluster._remove_stale_pid()
    assert not (cluster.data / "postmaster.pid").exists()


def test_pid_file_of_the_living_server_stays(cluster):
    cluster.data.mkdir()
    with subprocess.Popen(["sleep", "30"], cwd=cluster.data) as server:
        (cluster.data / "postmaster.pid").write_text(f"{server.pid}\n")
        cluster._remove_stale_pid()
        server.kill()
    assert (cluster.data / "postmaster.pid").exists()


def test_cluster_of_a_version_no_longer_installed_is_told(cluster):
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(LauncherError, match="needs PostgreSQL 9"):
        cluster.program("psql")


def test_last_user_stops_the_cluster_and_no_earlier_one(cluster, monkeypatch):
    events = []
    monkeypatch.setattr(cluster, "_start", lambda: events.append("start"))
    monkeypatch.setattr(cluster, "stop", lambda: events.append("stop"))
    with cluster.running():
        daemon = cluster.hold()
        with cluster.running():
            pass
    assert events == ["start", "start"]
    os.close(daemon)
    cluster.stop_if_unused()
    assert events == ["start", "start", "stop"]


def test_pghost_means_that_server_and_only_its_variables(project, monkeypatch):
    assert isinstance(postgres.server_of(project), postgres.PrivateCluster)
    monkeypatch.setenv("PGHOST", "db.example.org")
    monkeypatch.setenv("PGUSER", "odoo")
    monkeypatch.setenv("PGDATABASE", "other")
    server = postgres.server_of(project)
    assert isinstance(server, postgres.GivenServer)
    assert server.variables() == {"PGHOST": "db.example.org", "PGUSER": "odoo"}


@pytest.mark.parametrize(
    ("row", "count"), [("t|t", 0), ("f|t", 1), ("f|f", 2), ("t|f", 0)]
)
def test_limits_of_the_given_role_are_told(project, monkeypatch, row, count):
    server = postgres.GivenServer(project)
    monkeypatch.setattr(server, "sql", lambda *_args: row)
    assert len(server.limits()) == count


def test_old_given_server_is_refused(project, monkeypatch):
    server = postgres.GivenServer(project)
    monkeypatch.setattr(server, "sql", lambda *_args: "140005")
    with pytest.raises(LauncherError, match="version 14; 15 or later"):
        with server.running():
            pass
