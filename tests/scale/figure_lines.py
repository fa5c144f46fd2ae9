"""What the figures of tthc_report cost on the base of a million dossiers.

The table of a month is asked for by a center manager, a leader and an inspector, for
the month that ended last and for one of two years before: what is old costs no more.
Beside it stands bare SQL over the dossiers themselves, as one would write it by hand
for the month that ended last; of an older one it would say something else than was true
then.
"""

from datetime import timedelta

from measuring import Aim
from scale_spread import UNTIL

from odoo.tools import SQL

from odoo.addons.tthc_dossier.models.transition_table import OPEN_STATES

A_DAY = timedelta(days=1)
TABLE = Aim(milliseconds=2000, sql=3)
OLD_TABLE = Aim(milliseconds=2000)
CELL = Aim(milliseconds=500)
PROOF = Aim(milliseconds=5000)


class FigureLines:
    """Lines of the table of measurements that are about figures."""

    def __init__(self, scale):
        """Measure on the base of a bench.

        :param scale: ``bench_scale.Scale``
        """
        self.scale = scale
        self.env = scale.env
        this = self.env["tthc.span.proof"]._month_of(UNTIL.date())
        self.last = self.env["tthc.span.proof"]._month_of(this[0] - A_DAY)
        self.old = tuple(day.replace(year=day.year - 2) for day in self.last)

    def run(self):
        """Print the lines."""
        base = self.scale.base
        leader = base.world.leaders[self.scale.agency][0]
        for user, who in (
            (base.manager, "manager"),
            (leader, "leader"),
            (base.inspector, "inspector"),
        ):
            self._tables(user, who)
        self._cells(base.manager, "manager")
        self._proof()

    def _tables(self, user, who):
        spans = self.scale.as_user("tthc.dossier.span", user)
        self.scale.line(
            f"II.06a, last month by agency ({who})",
            lambda: spans._counted(*self.last, groupby=["agency_id"]),
            TABLE,
            sql=self._bare(who),
            runs=5,
        )
        self.scale.line(
            f"II.06a, the month two years ago by agency ({who})",
            lambda: spans._counted(*self.old, groupby=["agency_id"]),
            OLD_TABLE,
            runs=5,
        )

    def _bare(self, who):
        """The month that ended last by hand, from the dossiers as they are now."""
        where = {
            "manager": SQL("d.center_id = %s", self.scale.center.id),
            "leader": SQL(
                "d.id IN (SELECT dossier_id FROM tthc_dossier_agency_rel"
                " WHERE agency_id = %s)",
                self.scale.agency.id,
            ),
            "inspector": SQL("TRUE"),
        }[who]
        first, last = (f"{day} 00:00:00" for day in self.last)
        return self.scale.fetch(
            SQL(
                """
                SELECT agency_id,
                       count(*) FILTER (WHERE received_at >= %(first)s),
                       count(*) FILTER (WHERE received_at < %(first)s),
                       count(*) FILTER (WHERE punctuality = 'early'),
                       count(*) FILTER (WHERE punctuality = 'on_time'),
                       count(*) FILTER (WHERE punctuality = 'late'),
                       count(*) FILTER (WHERE resolved_at IS NULL
                                          AND due >= %(last)s),
                       count(*) FILTER (WHERE resolved_at IS NULL
                                          AND due < %(last)s)
                  FROM tthc_dossier d
                 WHERE %(where)s
                   AND received_at <= %(last)s
                   AND (d.state IN %(open)s
                        OR (d.state IN ('resolved', 'returned')
                            AND resolved_at >= %(first)s))
                 GROUP BY agency_id
                """,
                where=where,
                first=first,
                last=last,
                open=OPEN_STATES,
            )
        )

    def _cells(self, user, who):
        """The list behind a number, its first page and how many there are."""
        spans = self.scale.as_user("tthc.dossier.span", user)
        for column, what in (("c3", "all"), ("c8", "early"), ("c13", "late")):
            self.scale.list(
                f"list of a cell, {what} ({who})",
                user,
                spans._cell_domain(column, *self.last),
                aim=CELL,
            )

    def _proof(self):
        """A batch of the nightly proof: 500 dossiers against their log."""
        proof = self.env["tthc.span.proof"]
        dossiers = self.env["tthc.dossier"].search(
            [("state", "=", "returned")], order="id desc", limit=500
        )
        found = proof._prove_rows(dossiers)
        self.scale.line(
            f"nightly proof, 500 dossiers: {found} differ",
            lambda: proof._prove_rows(dossiers),
            PROOF,
            runs=3,
            warm_up=1,
        )
