"""A province's dossiers of three years, and what a normal user waits for in them.

Runs in ``./tthc bench`` (an Odoo shell: ``env`` is given; ``--size`` tells how many
dossiers). Every line is measured as a clerk, a specialist or an inspector under record
rules, beside the same work in Odoo's ``project.task`` (as many tasks, a project user)
and beside bare SQL that fetches or writes the same rows.
"""

import os
from datetime import timedelta
from itertools import count

from client import read_list, specification
from dossier_generator import Generator
from measuring import Table, measure
from scale_spread import UNTIL
from scale_world import make_world
from task_world import make_tasks

from odoo.tests import new_test_user
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_base.tools.search_key import fold
from odoo.addons.tthc_dossier.models.transition_table import OPEN_STATES

SIZE = int(os.environ.get("TTHC_BENCH_SIZE") or 1_000_000)
NOW = UNTIL + timedelta(hours=2)
numbers = count(1)


class Scale:
    """The measurements; each method prints some lines of the table."""

    def __init__(self, env):
        """Fill the database of ``env``."""
        self.env = env
        self.world = make_world(env)
        env.cr.commit()
        Generator(env, self.world, SIZE, say=print).run(commit=True)
        self.project, self.worker = make_tasks(env, SIZE)
        self.analyze("project_task", "project_task_user_rel")
        center = self.world.center
        self.clerk = self.world.clerks[center][0]
        self.agency = self.world.versions[0].agency_id
        self.specialist = self.world.specialists[self.agency][0]
        self.inspector = new_test_user(
            env, "bench_inspector", groups="tthc_base.group_inspector"
        )
        self.version = self.world.versions.filtered(
            lambda row: len(row.component_ids) == 6 and len(row.step_ids) == 3
        )[0]
        env.cr.commit()
        self.table = Table(print)

    def analyze(self, *tables):
        """Tell the planner what is in tables."""
        for table in tables:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        self.env.cr.commit()

    def dossiers(self, user):
        """The dossiers as a user sees them."""
        return self.env["tthc.dossier"].with_user(user)

    def tasks(self):
        """The tasks as the project user sees them."""
        return self.env["project.task"].with_user(self.worker)

    def sql(self, *statements):
        """Measure statements that fetch what they find."""

        def work():
            for statement in statements:
                self.env.cr.execute(statement)
                self.env.cr.fetchall()

        return measure(self.env, work)

    def run(self):
        """Print the table."""
        self.table.head()
        with frozen(NOW):
            self.receive()
            self.open_by_code()
            self.work_queue()
            self.search()
            self.due_soon()
            self.daily_jobs()
        self.env.cr.rollback()

    # -- one dossier ------------------------------------------------------------

    def receive(self):
        """Receive a complete dossier of a new applicant at the counter."""
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        task = measure(
            self.env,
            lambda: self.tasks().create(
                {
                    "name": "Việc đo thử",
                    "project_id": self.project.id,
                    "user_ids": self.worker.ids,
                }
            ),
        )
        sql = measure(self.env, self._insert_bare)
        figure = measure(self.env, lambda: desk.receive(self._intake()))
        self.table.add(
            "receive (6 papers, 3 steps, new person)", figure, "1.5x task", task, sql
        )

    def _intake(self):
        number = next(numbers)
        return {
            "key": f"bench-{number}",
            "version_id": self.version.id,
            "components": [
                {"id": paper.id, "original": 1} for paper in self.version.component_ids
            ],
            "owner": {
                "name": f"Nguyễn Văn {number}",
                "identity": f"0999{number:08d}",
                "phone": f"09{number:08d}",
                "address": "Số 1",
            },
        }

    def _insert_bare(self):
        """The same rows as a receipt, copied from the last dossier of the version."""
        number = next(numbers)
        cr = self.env.cr
        cr.execute(
            SQL(
                "SELECT id FROM tthc_dossier WHERE version_id = %s"
                " ORDER BY id DESC LIMIT 1",
                self.version.id,
            )
        )
        model = self.env["tthc.dossier"].browse(cr.fetchone()[0])
        fresh = {
            "tthc_dossier": {
                "code": f"bench-{number}",
                "token": f"bench-{number}",
                "intake_key": None,
                "code_number": 10_000_000 + number,
                "register_number": 10_000_000 + number,
            },
            "tthc_applicant_identity": {"number_key": f"bench-{number}"},
            "tthc_dossier_event": {"seq": 1000 + number},
        }
        for table, column, value in (
            ("tthc_applicant", "id", model.owner_id.id),
            ("tthc_applicant_identity", "applicant_id", model.owner_id.id),
            ("tthc_dossier", "id", model.id),
            ("tthc_dossier_component", "dossier_id", model.id),
            ("tthc_dossier_step", "dossier_id", model.id),
        ):
            self._copy_rows(table, column, value, fresh.get(table, {}))
        event = model.event_ids[0]
        self._copy_rows(
            "tthc_dossier_event", "id", event.id, fresh["tthc_dossier_event"]
        )

    def _copy_rows(self, table, column, value, fresh):
        cr = self.env.cr
        columns = self._columns(table)
        cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s = %s",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(
                    SQL("%s", fresh[name]) if name in fresh else SQL.identifier(name)
                    for name in columns
                ),
                SQL.identifier(table),
                SQL.identifier(column),
                value,
            )
        )

    def _columns(self, table):
        model = next(model for model in self.env.values() if model._table == table)
        return [
            name
            for name, field in model._fields.items()
            if field.store and field.column_type and name != "id"
        ]

    def open_by_code(self):
        """Find a dossier by the code that a scanner read and open its form."""
        dossier = self._some_dossier(self.clerk)
        model = self.dossiers(self.clerk)
        spec = specification(model, "form")
        task = self.tasks().search([], limit=1, offset=5)
        task_spec = specification(self.tasks(), "form")

        def open_dossier():
            found = model.search([("query", "ilike", dossier.code)], limit=2)
            found.web_read(spec)

        def open_task():
            found = self.tasks().search([("name", "=", task.name)], limit=2)
            found.web_read(task_spec)

        children = ("component", "step", "event")
        self.table.add(
            "open by scanned code (clerk)",
            measure(self.env, open_dossier),
            50,
            measure(self.env, open_task),
            self.sql(
                SQL("SELECT * FROM tthc_dossier WHERE code = %s", dossier.code),
                *(
                    SQL(
                        "SELECT * FROM %s WHERE dossier_id = %s",
                        SQL.identifier(f"tthc_dossier_{child}"),
                        dossier.id,
                    )
                    for child in children
                ),
            ),
        )

    def _some_dossier(self, user):
        return self.dossiers(user).search(
            [("state", "=", "returned")], order="received_at", offset=100, limit=1
        )

    # -- lists ------------------------------------------------------------------

    def work_queue(self):
        """What waits for a specialist, by due date; the clerk's open dossiers."""
        domain = [("state", "!=", "draft"), ("is_mine", "=", True)]
        queue = "tthc_dossier.tthc_dossier_view_list_queue"
        self._list(
            "work queue of 80 (specialist)",
            self.specialist,
            domain,
            "due, id",
            queue,
            task=self._task_list([("state", "=", "01_in_progress")]),
            sql=self._sql_list(
                SQL(
                    "id IN (SELECT dossier_id FROM tthc_dossier_step WHERE"
                    " state = 'active' AND role = 'specialist'"
                    " AND agency_id = %s)",
                    self.agency.id,
                ),
                "due",
            ),
        )
        domain = [("state", "in", OPEN_STATES)]
        self._list(
            "open dossiers of the center (clerk)",
            self.clerk,
            domain,
            "due, id",
            queue,
            sql=self._sql_list(self._of_center("state IN %(open)s"), "due"),
        )
        self._list(
            "all dossiers, newest first (clerk)",
            self.clerk,
            [("state", "!=", "draft")],
            sql=self._sql_list(self._of_center("state != 'draft'"), "id DESC"),
        )
        self._panel("search panel of states (clerk)", self.clerk)

    def _panel(self, label, user):
        model = self.dossiers(user)
        domain = [("state", "!=", "draft")]
        self.table.add(
            label,
            measure(
                self.env,
                lambda: model.search_panel_select_range(
                    "state", enable_counters=True, search_domain=domain
                ),
            ),
            100,
        )

    def search(self):
        """Find people by words without accents, a few and many of them."""
        dossier = self._some_dossier(self.clerk)
        rare, common = fold(dossier.owner_name), "nguyen van"
        for text, word in ((rare, "one person"), (common, "a common name")):
            domain = [("state", "!=", "draft"), ("query", "ilike", text)]
            keys = [f"%{part}%" for part in text.split()]
            self._list(
                f"search by {word} (clerk)",
                self.clerk,
                domain,
                task=self._task_list([("name", "ilike", text)]),
                sql=self._sql_list(
                    SQL(
                        "%s AND %s",
                        self._of_center("true"),
                        SQL(" AND ").join(SQL("owner_key LIKE %s", k) for k in keys),
                    ),
                    "id DESC",
                ),
            )
            self._list(f"search by {word} (inspector)", self.inspector, domain)
        part = dossier.code[-12:]
        self._list(
            "search by part of a code (clerk)",
            self.clerk,
            [("state", "!=", "draft"), ("query", "ilike", part)],
        )
        phone = dossier.owner_phone
        self._list(
            "search by phone (clerk)",
            self.clerk,
            [("state", "!=", "draft"), ("query", "ilike", phone)],
        )

    def due_soon(self):
        """What is due within a working day, and what is late."""
        soon = [("state", "!=", "draft"), ("is_due_soon", "=", True)]
        late = [("state", "!=", "draft"), ("is_late", "=", True)]
        until = NOW + timedelta(days=1)
        sql = self._sql_list(
            self._of_center(
                "state IN %(open)s AND due >= %(now)s AND due <= %(until)s",
                now=NOW,
                until=until,
            ),
            "due",
        )
        task = self._task_list(
            [
                ("state", "=", "01_in_progress"),
                ("date_deadline", ">=", NOW),
                ("date_deadline", "<=", until),
            ]
        )
        for user, who in (
            (self.clerk, "clerk"),
            (self.specialist, "specialist"),
            (self.inspector, "inspector"),
        ):
            first = user == self.clerk
            self._list(
                f"due soon ({who})",
                user,
                soon,
                "due, id",
                task=task if first else None,
                sql=sql if first else None,
            )
            self._list(f"late ({who})", user, late, "due, id")

    def _list(self, label, user, domain, order=None, view=None, task=None, sql=None):
        model = self.dossiers(user)
        spec = specification(model, "list", view)
        figure = measure(self.env, lambda: read_list(model, domain, spec, order))
        found = model.search_count(domain, limit=10001)
        self.table.add(f"{label}: {found}", figure, 100, task, sql)

    def _task_list(self, domain):
        model = self.tasks()
        spec = specification(model, "list")
        mine = [("user_ids", "in", self.worker.ids)] + domain
        return measure(
            self.env, lambda: read_list(model, mine, spec, "date_deadline, id")
        )

    def _sql_list(self, condition, order):
        columns = "id, code, version_id, owner_name, agency_id, received_at, due, state"
        page = SQL(
            "SELECT %s FROM tthc_dossier WHERE %s ORDER BY %s LIMIT 80",
            SQL(columns),
            condition,
            SQL(order),
        )
        total = SQL(
            "SELECT count(*) FROM (SELECT FROM tthc_dossier WHERE %s LIMIT 10001) t",
            condition,
        )
        return self.sql(page, total)

    def _of_center(self, text, **values):
        return SQL(
            f"center_id = %(center)s AND {text}",
            center=self.world.center.id,
            open=OPEN_STATES,
            **values,
        )

    # -- jobs -------------------------------------------------------------------

    def daily_jobs(self):
        """Each scheduled job of the suite: with what there is, then with nothing."""
        jobs = self.env["ir.cron"].search([("model_id.model", "=like", "tthc.%")])
        for job in jobs:
            action = job.ir_actions_server_id
            self.table.add(f"job: {job.name[:36]}", measure(self.env, action.run, 3))
            action.run()
            self.env.flush_all()
            self.table.add(
                "  again, with nothing to do", measure(self.env, action.run, 3), 2000
            )


def main(env):
    """Fill the database and print the table."""
    module = env["ir.module.module"].search([("name", "=", "project")])
    if module.state != "installed":
        module.button_immediate_install()
        env.invalidate_all()
    Scale(env).run()


main(env)  # noqa: F821 -- given by the shell
