"""Receive one dossier beside creating one ``project.task``, in the same database.

Runs in ``./tthc bench`` (an Odoo shell: ``env`` is given). The dossier has six
components, three steps and a new applicant, and is received as a clerk with record
rules; the task is created as a project user. Both are flushed; nothing is kept.
"""

from contextlib import contextmanager
from itertools import count
from statistics import median
from time import perf_counter

from odoo import Command
from odoo.tests import new_test_user

RUNS = 30
numbers = count(1)


def prepare_center(env):
    """Make a center, a clerk and a procedure of six papers and three steps."""
    agency = env["tthc.agency"].create(
        {"name": "Sở Đo thử", "identifier": "H98.1", "identifier_long": "000.00.01.H98"}
    )
    center = env["tthc.center"].create(
        {"name": "Trung tâm đo thử", "agency_id": agency.id, "place_name": "Thử"}
    )
    version = env["tthc.procedure.version"].create(
        {
            "procedure_id": env["tthc.procedure"].create({"code": "1.998001"}).id,
            "name": "Thủ tục đo thử",
            "agency_id": agency.id,
            "valid_from": "2015-01-01",
            "limit_value": 20,
            "limit_unit": "working_day",
            "component_ids": [
                Command.create({"sequence": n, "name": f"Giấy tờ {n}"})
                for n in range(6)
            ],
            "step_ids": [
                Command.create(
                    {"sequence": 1, "name": "Thẩm định", "role": "specialist"}
                ),
                Command.create(
                    {"sequence": 2, "name": "Thẩm tra", "role": "specialist"}
                ),
                Command.create({"sequence": 3, "name": "Quyết định", "role": "leader"}),
            ],
        }
    )
    env["tthc.procedure.admission"].create(
        {"procedure_id": version.procedure_id.id, "center_id": center.id}
    )
    version.action_propose()
    version.action_approve()
    clerk = new_test_user(
        env,
        "bench_clerk",
        groups="tthc_base.group_reception",
        tthc_center_id=center.id,
        tthc_agency_ids=[Command.set(agency.ids)],
    )
    return version, clerk


def receive(desk, version):
    """Receive one complete dossier of a new applicant."""
    number = next(numbers)
    desk.receive(
        {
            "version_id": version.id,
            "components": [
                {"id": paper.id, "original": 1} for paper in version.component_ids
            ],
            "owner": {
                "name": f"Nguyễn Văn {number}",
                "identity": f"0999{number:08d}",
                "phone": f"09{number:08d}",
                "address": "Số 1",
            },
        }
    )


@contextmanager
def undone(cr):
    """Keep nothing of what is measured."""
    cr.execute("SAVEPOINT bench")
    try:
        yield
    finally:
        cr.execute("ROLLBACK TO SAVEPOINT bench")


def measure(env, work):
    """Run a piece of work several times, caches of records emptied before each.

    :return: median milliseconds and queries of one run
    """
    times, queries = [], []
    for _run in range(RUNS + 1):
        env.flush_all()
        env.invalidate_all()
        with undone(env.cr):
            before, start = env.cr.sql_log_count, perf_counter()
            work()
            env.flush_all()
            times.append(1000 * (perf_counter() - start))
            queries.append(env.cr.sql_log_count - before)
            env.invalidate_all()
    return median(times[1:]), median(queries[1:])


def main(env):
    """Print the table of the measurement."""
    project_module = env["ir.module.module"].search([("name", "=", "project")])
    if project_module.state != "installed":
        project_module.button_immediate_install()
        env.invalidate_all()
    version, clerk = prepare_center(env)
    desk = env["tthc.intake.desk"].with_user(clerk)
    worker = new_test_user(env, "bench_worker", groups="project.group_project_manager")
    project = env["project.project"].create({"name": "Đo thử"})
    tasks = env["project.task"].with_user(worker)

    def create_task():
        tasks.create({"name": "Việc đo thử", "project_id": project.id})

    figures = {
        "receive one dossier": measure(env, lambda: receive(desk, version)),
        "create one project.task": measure(env, create_task),
    }
    for label, (milliseconds, queries) in figures.items():
        print(f"{label:<28}{milliseconds:>9.1f} ms{queries:>7.0f} queries")
    dossier, task = figures.values()
    print(f"{'ratio':<28}{dossier[0] / task[0]:>9.2f}   {dossier[1] / task[1]:>7.2f}")
    env.cr.rollback()


main(env)  # noqa: F821 -- given by the shell
