"""What managers look at every day, on a province's dossiers of three years.

Runs in ``./tthc bench`` (an Odoo shell: ``env`` is given), on the base that
``bench_scale`` keeps. Each line is measured as a manager of the largest center, a
leader of an agency or an inspector of everything, under record rules: pivots of the
analysis, the figures of the spreadsheet dashboard as the web client asks for them, the
board of the day, the list of the overdue risk and its job. What is measured is undone.
"""

import os
import sys
from ast import literal_eval
from datetime import timedelta

from measuring import Aim, Table, measure, undone
from scale_base import Base
from scale_spread import UNTIL

from odoo.fields import Domain
from odoo.tests import new_test_user

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_report.tools import dashboard_sheet

SIZE = int(os.environ.get("TTHC_BENCH_SIZE") or 1_000_000)
NOW = UNTIL + timedelta(hours=2)
PIVOT, BOARD = Aim(milliseconds=1000), Aim(milliseconds=2000)
LIST = Aim(milliseconds=100)
RUNS = 7


def say(line):
    """Print a line at once: who waits sees how far it is."""
    print(line, flush=True)


class Watch:
    """The measurements; each method prints some lines of the table."""

    def __init__(self, env):
        """Find or make the base of ``env``."""
        self.env = env
        base = Base(env, SIZE, say)
        agency = base.world.versions[0].agency_id
        self.center = base.world.center
        self.people = {
            "manager": base.manager,
            "inspector": base.inspector,
            "leader": new_test_user(
                env,
                "bench_watch_leader",
                groups="tthc_base.group_leader",
                tthc_agency_ids=[(6, 0, agency.ids)],
            ),
        }
        self.table = Table(say)

    def run(self):
        """Print the table.

        :return: whether every aim was met
        """
        self.table.head()
        with frozen(NOW):
            self.risk()
            for role, user in self.people.items():
                self.pivots(role, user)
                self.dashboard(role, user)
                self.board(role, user)
        return self.table.end()

    def line(self, label, work, aim=None):
        """Measure a piece of work.

        :param work: called without arguments
        :param aim: :class:`Aim`
        """
        self.table.add(label, measure(self.env, work, runs=RUNS), aim)

    def pivots(self, role, user):
        """Agency by month over all years, and the measures of one month."""
        analysis = self.env["tthc.dossier.analysis"].with_user(user)
        month = (NOW + timedelta(hours=7)).date().replace(day=1)
        counts = ["__count", "settled_count:sum", "settled_late_count:sum"]
        self.line(
            f"pivot agency x month, all years ({role})",
            lambda: analysis.formatted_read_group(
                [], ["agency_id", "entered_on:month"], counts
            ),
            PIVOT,
        )
        self.line(
            f"pivot by agency, every measure of a month ({role})",
            lambda: analysis.formatted_read_group(
                [("registered_on", ">=", str(month))],
                ["agency_id"],
                [
                    *counts,
                    "late_rate:avg",
                    "days_late:sum",
                    "hours_whole:avg",
                    "apology_count:sum",
                    "supplement_count:sum",
                ],
            ),
            PIVOT,
        )

    def dashboard(self, role, user):
        """Every figure of the sheet, one after the other."""
        queries = list(self._asked())
        self.line(
            f"dashboard, all figures ({role})",
            lambda: [
                self.env[model].with_user(user).formatted_read_group(*arguments)
                for model, *arguments in queries
            ],
            BOARD,
        )

    def _asked(self):
        """Model, domain, groups and measures of each figure, of this month."""
        sheet = dashboard_sheet.sheet()
        for pivot in sheet["pivots"].values():
            measures = [measure["id"] for measure in pivot["measures"]]
            groups = [row["fieldName"] for row in pivot["rows"]]
            yield pivot["model"], self._domain(pivot, pivot["domain"]), groups, measures
        for figure in sheet["sheets"][0]["figures"]:
            chart = figure["data"]
            meta = chart["metaData"]
            domain = self._domain(chart, chart["searchParams"]["domain"])
            yield meta["resModel"], domain, meta["groupBy"], [meta["measure"]]

    def _domain(self, part, domain):
        """The domain of a figure with the period that the dashboard begins with."""
        period = part["fieldMatching"].get(dashboard_sheet.PERIOD)
        first = (NOW + timedelta(hours=7)).date().replace(day=1)
        if period:
            domain = [*domain, [period["chain"], ">=", str(first)]]
        return domain

    def board(self, role, user):
        """The board of the day, which the wall asks for every minute."""
        watch = self.env["tthc.watch"].with_user(user)
        self.line(f"board of the day ({role})", watch.board, BOARD)

    def risk(self):
        """The job for the largest center, and a page of the list."""
        risks = self.env["tthc.risk"]
        count = self.env["tthc.dossier"].search_count(
            risks._open_domain() & Domain("center_id", "=", self.center.id)
        )
        label = f"risk reckoned anew, {count} open dossiers"
        self.line(label, lambda: risks._refresh(self.center))
        risks._refresh(self.center)
        manager = risks.with_user(self.people["manager"])
        domain = self.env.ref("tthc_report.tthc_risk_action").domain
        self.line(
            "risk, a page of the list (manager)",
            lambda: manager.web_search_read(
                literal_eval(domain), {"dossier_id": {}, "words": {}}, limit=80
            ),
            LIST,
        )


with undone(env):  # noqa: F821  given by the shell
    MET = Watch(env).run()  # noqa: F821
sys.exit(0 if MET else 1)
