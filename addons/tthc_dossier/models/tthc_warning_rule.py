from datetime import UTC, datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM, local_moment

from .transition_table import OPEN_STATES

#: Halves of working time and of the calendar differ by weekends and holidays; the
#: database looks from here on, the calendar of the center decides.
EARLIEST_SHARE = 0.25


class TthcWarningRule(models.Model):
    """When who is warned that a dossier runs out of time, as data.

    Every rule warns once for each due date: a date that moves is warned of anew.
    """

    _name = "tthc.warning.rule"
    _description = "Warning about a due date"
    _order = "sequence, id"

    sequence = fields.Integer(
        default=10, help="From mild to grave: of several, only the gravest is told."
    )
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    moment = fields.Selection(
        [
            ("share", "After a share of the time"),
            ("before", "Working days before the day"),
            ("on_day", "On the day"),
            ("late", "When it is late"),
        ],
        string="When",
        required=True,
    )
    share = fields.Float(string="Share of the time", default=0.5, digits=(3, 2))
    days = fields.Integer(string="Working days", default=1)
    to_handler = fields.Boolean(string="Handler", default=True)
    to_leader = fields.Boolean(string="Leader of the agency")
    to_manager = fields.Boolean(string="Center manager")

    _share_inside = models.Constraint(
        "CHECK (share > 0 AND share < 1)", "The share lies between 0 and 1."
    )
    _days_positive = models.Constraint(
        "CHECK (days > 0)", "Give at least one working day."
    )

    @api.model
    def _run_all(self):
        """Warn of every running dossier that reached a rule; run every hour.

        Of several rules reached at once (the server was down) the gravest is told and
        the others count as told. What goes wrong with one dossier stops no other.

        :return: the dossiers that somebody was warned of
        """
        moment = now()
        suite = self.with_context(lang="vi_VN").env
        reached = {}
        for rule in self.search([("active", "=", True)]):
            for dossier in rule._reached(moment):
                reached.setdefault(dossier, self.browse())
                reached[dossier] |= rule
        # sudo: the job warns of what its own user may not be a party to
        warned = self.env["tthc.dossier"].sudo()
        for dossier, rules in reached.items():
            with dossier._kept_apart(suite._("The warning of %s", dossier.code)):
                dossier._warn(rules, moment)
                warned |= dossier
        return warned

    def _reached(self, moment):
        """Running dossiers that reached the rule and were not warned of by it yet.

        :param moment: naive UTC
        :return: ``tthc.dossier``
        """
        self.ensure_one()
        dossiers = self.env["tthc.dossier"]
        dossiers.flush_model()
        self.env["tthc.dossier.warning"].flush_model()
        # OFFSET 0 asks the unique index of the warnings once a dossier. As a join, it
        # would be up to the statistics: while they are behind, the database pairs all
        # that is due at the same closing hour, which grows with the square of it.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT d.id
                  FROM tthc_dossier d
                 WHERE d.state IN %(open)s
                   AND d.paused_at IS NULL
                   AND %(condition)s
                   AND NOT EXISTS (
                       SELECT FROM tthc_dossier_warning w
                        WHERE w.dossier_id = d.id
                          AND w.rule_id = %(rule)s
                          AND w.due = d.due
                       OFFSET 0)
                 ORDER BY d.due, d.id
                """,
                open=OPEN_STATES,
                condition=self._condition(moment),
                rule=self.id,
            )
        )
        found = dossiers.browse(row[0] for row in rows)
        # Every hour, of all that runs: of a row, only what is compared is read.
        found.fetch(["code", "center_id", "clock_start", "due"])
        suite = self.with_context(lang="vi_VN").env
        reached = []
        for dossier in found:
            what = suite._("The warning of %s", dossier.code)
            with dossier._kept_apart(what, writes=False):
                if self._is_reached_by(dossier, moment):
                    reached.append(dossier.id)
        return dossiers.browse(reached)

    def _condition(self, moment):
        """What the database can tell; of a share, the center's calendar tells more."""
        if self.moment == "late":
            return SQL("d.due < %s", moment)
        if self.moment == "on_day":
            return SQL("d.due >= %s AND d.due < %s", moment, self._day_end(moment))
        if self.moment == "before":
            return SQL("d.due >= %s AND %s", moment, self._before_condition(moment))
        return SQL(
            "d.due >= %(now)s AND d.clock_start IS NOT NULL AND"
            " d.clock_start + (d.due - d.clock_start) * %(share)s <= %(now)s",
            now=moment,
            share=EARLIEST_SHARE * self.share,
        )

    def _is_reached_by(self, dossier, moment):
        return self.moment != "share" or self._is_share_used(dossier, moment)

    def _before_condition(self, moment):
        """SQL for “so many working days before the day”, by the calendar of the center.

        :param moment: naive UTC
        """
        # sudo: every center counts, whoever the job is run by
        everything = self.with_context(active_test=False).sudo().env
        conditions = [SQL("FALSE")]
        centers = everything["tthc.center"].search(Domain.TRUE)
        for calendar, local in centers.grouped("resource_calendar_id").items():
            today = local[0]._local_day(moment)
            last = calendar.tthc_working_day_after(today, self.days)
            until = self._day_end(calendar.tthc_closing(last))
            conditions.append(
                SQL("(d.center_id IN %s AND d.due < %s)", tuple(local.ids), until)
            )
        return SQL("(%s)", SQL(" OR ").join(conditions))

    def _is_share_used(self, dossier, moment):
        """Whether the share of the working time up to the due date is used up.

        What falls due on the day of its receipt has no half worth a warning.
        """
        center = dossier.center_id
        start, due = dossier.clock_start, dossier.due
        if center._local_day(start) == center._local_day(due):
            return False
        calendar = center.resource_calendar_id
        whole = calendar.tthc_time_left(start, due)
        left = calendar.tthc_time_left(moment, due)
        return left <= whole * (1 - self.share)

    @api.model
    def _day_end(self, moment):
        """The midnight that ends the day of an instant, naive UTC."""
        local = local_moment(moment, VIETNAM)
        tomorrow = datetime.combine(local.date() + timedelta(days=1), time.min)
        return (
            tomorrow.replace(tzinfo=local.tzinfo).astimezone(UTC).replace(tzinfo=None)
        )
