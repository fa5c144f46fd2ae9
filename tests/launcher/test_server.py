"""What is known of the running server."""

import os
import subprocess

import pytest

from launcher import server
from launcher.errors import LauncherError


def test_record_of_the_living_server_is_read(project):
    record = server.Record(project)
    record.write(os.getpid(), url="http://localhost:1", database="tthc")
    assert record.read()["url"] == "http://localhost:1"
    with pytest.raises(LauncherError, match="runs at http://localhost:1"):
        server.refuse_second(project)


def test_record_left_by_a_dead_server_counts_as_none(project):
    record = server.Record(project)
    with subprocess.Popen(["sleep", "30"]) as process:
        record.write(process.pid, url="x", database="tthc")
        process.kill()
    assert record.read() == {}
    server.refuse_second(project)


def test_number_given_to_another_process_since_counts_as_none(project):
    record = server.Record(project)
    record.write(os.getpid(), url="x", database="tthc")
    text = record.path.read_text()
    began = server._started_at(os.getpid())
    record.path.write_text(text.replace(str(began), str(began - 1)))
    assert record.read() == {}


def test_broken_record_counts_as_none(project):
    server.Record(project).path.write_text('{"pid"')
    assert server.Record(project).read() == {}


def test_stop_ends_the_server_and_forgets_it(project):
    process = subprocess.Popen(["sleep", "30"], start_new_session=True)
    server.Record(project).write(process.pid, url="x", database="tthc")
    assert server.stop(project) is True
    assert process.wait(10) < 0
    assert server.stop(project) is False
