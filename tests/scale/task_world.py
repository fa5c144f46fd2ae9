"""Odoo's own ``project.task`` in the number of the dossiers, to compare with."""

from model_rows import insert_rows
from scale_spread import UNTIL
from table_shelf import restore, shelve, vacuum

from odoo import Command
from odoo.tools import SQL

PROJECTS = 60
WORKERS = 240
TABLES = ("project_task", "project_task_user_rel")


def make_tasks(env, size):
    """Fill ``project.task``: one assignee a task, names of people, due dates.

    :param size: number of tasks
    :return: pair: the project and the user of the measurements
    """
    group = env.ref("project.group_project_user")
    workers = (
        env["res.users"]
        .with_context(no_reset_password=True, tracking_disable=True)
        .create(
            [
                {
                    "name": f"Người làm {number}",
                    "login": f"bench_worker_{number}",
                    "group_ids": [Command.set(group.ids)],
                }
                for number in range(WORKERS)
            ]
        )
    )
    projects = env["project.project"].create(
        [
            {
                "name": f"Đo thử {number}",
                "privacy_visibility": "employees",
                "type_ids": [
                    Command.create({"name": name}) for name in ("Mới", "Xong")
                ],
            }
            for number in range(PROJECTS)
        ]
    )
    env.flush_all()
    shelved = shelve(env.cr, TABLES)
    insert_rows(
        env,
        "project.task",
        {
            "name": "o.owner_name || ' ' || o.code",
            "project_id": "(%(projects)s::int[])[1 + mod(o.id, %(project_count)s)]",
            "stage_id": "(%(stages)s::int[])[1 + mod(o.id, %(project_count)s)]",
            "state": "CASE WHEN o.state IN ('returned', 'resolved')"
            " THEN '1_done' ELSE '01_in_progress' END",
            "active": "true",
            "display_in_project": "true",
            "date_deadline": "o.due",
            "create_date": "o.received_at",
        },
        "FROM tthc_dossier o WHERE o.code IS NOT NULL ORDER BY o.id",
        UNTIL,
        projects=projects.ids,
        project_count=PROJECTS,
        stages=[project.type_ids[0].id for project in projects],
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO project_task_user_rel (task_id, user_id)
            SELECT id, (%s::int[])[1 + mod(id / 7, %s)] FROM project_task
             WHERE project_id IS NOT NULL
            """,
            workers.ids,
            WORKERS,
        )
    )
    restore(env.cr, shelved, env.cr.commit)
    env.cr.commit()
    vacuum(env.cr, TABLES)
    return projects[0], workers[0]
