"""A province's dossiers of three years, and what a normal user waits for in them.

Runs in ``./tthc bench`` (an Odoo shell: ``env`` is given). Every line is measured as a
clerk, a specialist, a center manager or an inspector under record rules, beside the
same work in Odoo's ``project.task`` (as many tasks, a project user) and beside bare SQL
that fetches or writes the same rows. The database stays for the next run; what is
measured is undone.
"""

import os
import sys
from datetime import timedelta
from itertools import count

from client import page_of_list, specification
from figure_lines import FigureLines
from measuring import Aim, Table, measure, undone
from receipt_rows import ReceiptRows
from scale_base import Base
from scale_spread import UNTIL
from yesterday import Yesterday

from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_base.tools.search_key import fold
from odoo.addons.tthc_dossier.models.transition_table import OPEN_STATES

SIZE = int(os.environ.get("TTHC_BENCH_SIZE") or 1_000_000)
#: Words of which one must be in a line's name, for work on one line; all without.
ONLY = os.environ.get("TTHC_BENCH_LINES", "").split()
NOW = UNTIL + timedelta(hours=2)
LIST = Aim(milliseconds=100)
OPEN = Aim(milliseconds=50)
JOB = Aim(milliseconds=2000)
RECEIVE = Aim(tasks=1.5)
ON_FILE = ("state", "!=", "draft")
QUEUE = "tthc_dossier.tthc_dossier_step_view_list_queue"
DUE_LIST = "tthc_dossier.tthc_dossier_view_list_queue"


def say(line):
    """Print a line at once: who waits sees how far it is."""
    print(line, flush=True)


class Scale:
    """The measurements; each method prints some lines of the table."""

    def __init__(self, env):
        """Find or make the base of ``env``."""
        self.env = env
        base = Base(env, SIZE, say)
        self.base = base
        world = base.world
        self.center = world.center
        self.clerk = world.clerks[self.center][0]
        self.agency = world.versions[0].agency_id
        self.specialist = world.specialists[self.agency][0]
        self.version = world.versions.filtered(
            lambda row: len(row.component_ids) == 6 and len(row.step_ids) == 3
        )[0]
        self.table = Table(say)
        self.numbers = count(1)

    def run(self):
        """Print the table.

        :return: whether every aim was met
        """
        load = " ".join(f"{value:.2f}" for value in os.getloadavg())
        say(f"\nLoad average of {os.cpu_count()} processors: {load}")
        self.table.head()
        with frozen(NOW), undone(self.env):
            self.receive()
            self.open_one()
            self.work_queue()
            self.search()
            self.due_lists()
            FigureLines(self).run()
            self.daily_jobs()
        return self.table.end()

    # -- how a line is measured -------------------------------------------------

    def line(self, label, work, aim=None, task=None, sql=None, **options):
        """Measure a piece of work and what it is compared with.

        :param work: called without arguments
        :param aim: :class:`Aim`
        :param task: the same work on tasks, called without arguments
        :param sql: the same in bare SQL
        :param options: for :func:`measure`
        """
        if ONLY and not any(word in label for word in ONLY):
            return
        figures = [
            other and measure(self.env, other, **options) for other in (task, sql)
        ]
        self.table.add(label, measure(self.env, work, **options), aim, *figures)

    def as_user(self, model, user):
        """A model as a user sees it."""
        return self.env[model].with_user(user)

    def tasks(self):
        """The tasks as the project user sees them."""
        return self.as_user("project.task", self.base.worker)

    def fetch(self, *statements):
        """Work that runs statements and fetches what they find."""

        def work():
            for statement in statements:
                self.env.cr.execute(statement)
                self.env.cr.fetchall()

        return work

    # -- one dossier ------------------------------------------------------------

    def receive(self):
        """Receive a complete dossier of a new applicant at the counter."""
        desk = self.as_user("tthc.intake.desk", self.clerk)
        values = {
            "name": "Việc đo thử",
            "project_id": self.base.project.id,
            "user_ids": self.base.worker.ids,
        }
        self.line(
            "receive (6 papers, 3 steps, new applicant; clerk)",
            lambda: desk.receive(self._intake()),
            RECEIVE,
            task=lambda: self.tasks().create(values),
            sql=ReceiptRows(self.env, self.version).insert,
            runs=31,
        )
        self.line("counter screen opens (clerk)", desk.open_desk, LIST)

    def _intake(self):
        number = next(self.numbers)
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

    def open_one(self):
        """Find a dossier by what a scanner read and open its form."""
        model = self.as_user("tthc.dossier", self.clerk)
        dossier = self._some_dossier()
        code, token = dossier.code, dossier.sudo().token
        spec = specification(model, "form")
        task = self.tasks().search([], limit=1, offset=5)
        # No index finds a task by what stands on it: it is opened by its id.
        task_spec = specification(self.tasks(), "form")

        def open_task():
            self.tasks().search([("id", "=", task.id)], limit=2).web_read(task_spec)

        def open_by_token():
            model.browse(model.open_by_token(token)).web_read(spec)

        def open_by_code():
            model.search([("query", "ilike", code)], limit=2).web_read(spec)

        children = [
            SQL(
                "SELECT * FROM %s WHERE dossier_id = %s",
                SQL.identifier(f"tthc_dossier_{child}"),
                dossier.id,
            )
            for child in ("component", "step", "event")
        ]
        for label, work, column, value in (
            ("scan a receipt's QR, open (clerk)", open_by_token, "token", token),
            ("type a code, open (clerk)", open_by_code, "code", code),
        ):
            found = SQL(
                "SELECT * FROM tthc_dossier WHERE %s = %s",
                SQL.identifier(column),
                value,
            )
            self.line(label, work, OPEN, open_task, self.fetch(found, *children))

    def _some_dossier(self):
        return self.as_user("tthc.dossier", self.clerk).search(
            [("state", "=", "returned")], order="received_at", offset=100, limit=1
        )

    # -- lists ------------------------------------------------------------------

    def list(self, label, user, domain, **options):
        """Measure one page of a list, with the count that the pager shows.

        :param user: who looks
        :param options: ``model``, ``view`` and ``order`` of the list, ``aim``, ``task``
            (domain of the same list of tasks) and ``sql`` (condition, order)
        """
        model = self.as_user(options.get("model", "tthc.dossier"), user)
        page = page_of_list(model, domain, options.get("view"), options.get("order"))
        found = model.search_count(domain, limit=10001)
        task, sql = options.get("task"), options.get("sql")
        self.line(
            f"{label}: {found:,}{'+' * (found > 10000)}",
            page,
            options.get("aim", LIST),
            task=task and self._task_page(task),
            sql=sql and self._bare_page(*sql),
        )

    def _task_page(self, domain):
        mine = [("user_ids", "in", self.base.worker.ids), *domain]
        return page_of_list(self.tasks(), mine, order="date_deadline, id")

    def _bare_page(self, condition, order):
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
        return self.fetch(page, total)

    def _of_center(self, text, **values):
        return SQL(
            f"center_id = %(center)s AND {text}",
            center=self.center.id,
            open=OPEN_STATES,
            **values,
        )

    def work_queue(self):
        """What waits for a specialist, by due date; the clerk's open dossiers."""
        steps = {"model": "tthc.dossier.step", "view": QUEUE, "order": "due, id"}
        in_hand = SQL(
            "id IN (SELECT dossier_id FROM tthc_dossier_step"
            " WHERE state = 'active' AND user_id = %s)",
            self.specialist.id,
        )
        task = [("state", "=", "01_in_progress")]
        self.list(
            "work queue, mine (specialist)",
            self.specialist,
            [("is_mine", "=", True)],
            **steps,
            task=task,
            sql=(in_hand, "due"),
        )
        of_agency = [("is_of_my_agency", "=", True)]
        self.list(
            "work queue, my agency's (specialist)",
            self.specialist,
            of_agency,
            **steps,
        )
        late = [*of_agency, ("is_late", "=", True)]
        self.list("work queue, late (specialist)", self.specialist, late, **steps)
        self.list(
            "dossiers, mine (specialist)",
            self.specialist,
            [ON_FILE, ("is_mine", "=", True)],
            view=DUE_LIST,
            order="due, id",
        )
        self.list(
            "dossiers, open (clerk)",
            self.clerk,
            [("state", "in", OPEN_STATES)],
            view=DUE_LIST,
            order="due, id",
            sql=(self._of_center("state IN %(open)s"), "due"),
        )
        for user, who in self._readers():
            self.list(f"dossiers, newest first ({who})", user, [ON_FILE])
        model = self.as_user("tthc.dossier", self.clerk)

        def panel():
            for field in ("state", "sector_id"):
                model.search_panel_select_range(
                    field,
                    search_domain=[ON_FILE],
                    enable_counters=False,
                    expand=True,
                    limit=200,
                )

        self.line("search panel of the dossiers (clerk)", panel, LIST)

    def _readers(self):
        return (
            (self.clerk, "clerk"),
            (self.specialist, "specialist"),
            (self.base.manager, "manager"),
            (self.base.inspector, "inspector"),
        )

    def search(self):
        """Find people by words without accents, a few and many of them."""
        dossier = self._some_dossier()
        names = (
            (fold(dossier.owner_name), "whole name"),
            ("nguyen van", "a common name"),
            ("tran van", "two common words"),
            ("cong ty", "firms"),
            ("ho", "a short word"),
        )
        for text, what in names:
            condition = SQL("string_to_array(owner_key, ' ') @> %s", text.split())
            domain = [ON_FILE, ("query", "ilike", text)]
            self.list(
                f"search {what} (clerk)",
                self.clerk,
                domain,
                task=[("name", "ilike", text)],
                sql=(SQL("%s AND %s", self._of_center("true"), condition), "id DESC"),
            )
            self.list(f"search {what} (specialist)", self.specialist, domain)
            self.list(f"search {what} (inspector)", self.base.inspector, domain)
        for text, what in (
            (dossier.code[-12:], "part of a code"),
            (dossier.owner_phone, "phone"),
            (dossier.owner_identity, "identity"),
        ):
            domain = [ON_FILE, ("query", "ilike", text)]
            self.list(f"search {what} (clerk)", self.clerk, domain)

    def due_lists(self):
        """What is due within a working day, and what is late."""
        for field, what in (("is_due_soon", "due soon"), ("is_late", "late")):
            for user, who in self._readers():
                self.list(
                    f"{what} ({who})",
                    user,
                    [ON_FILE, (field, "=", True)],
                    view=DUE_LIST,
                    order="due, id",
                )

    # -- jobs -------------------------------------------------------------------

    def daily_jobs(self):
        """Each scheduled job of the suite: with a day's work, then with nothing."""
        with undone(self.env):
            done = Yesterday(self.env, NOW).bring_up()
            say(", ".join(f"{number:,} {what}" for what, number in done.items()))
            jobs = self.env["ir.cron"].search([("model_id.model", "=like", "tthc.%")])
            for job in jobs:
                name = job.with_context(lang="en_US").name[:40]
                action = job.ir_actions_server_id
                once = {"runs": 1, "warm_up": 0, "keep": True}
                self.line(f"job: {name}", action.run, **once)
                if job.model_id.model == "tthc.notice":
                    self._send_what_is_left()
                again = f"job again, nothing due: {name}"
                self.line(again[: Table.LABEL - 1], action.run, JOB, runs=3, warm_up=1)

    def _send_what_is_left(self):
        """Leave the notices as the next batches of their job would."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE tthc_notice SET state = 'sent', sent_at = %s, in_log = TRUE,"
                " next_try = NULL WHERE state = 'waiting'",
                NOW,
            )
        )
        self.env.invalidate_all(flush=False)


def main(env):
    """Fill the database where that was not done yet, and print the table.

    :return: the exit code: 1 where an aim was missed
    """
    module = env["ir.module.module"].search([("name", "=", "project")])
    if module.state != "installed":
        say("Odoo's project ...")
        module.button_immediate_install()
        env.transaction.reset()
    met = Scale(env).run()
    env.cr.rollback()
    return 0 if met else 1


sys.exit(main(env))  # noqa: F821 -- given by the shell
