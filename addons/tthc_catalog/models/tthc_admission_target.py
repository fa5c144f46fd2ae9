from math import ceil

from odoo import api, fields, models


class TthcAdmissionTarget(models.Model):
    """How many of an agency's procedures a center has to receive by a day.

    Bắc Giang: 100 % of the procedures of the departments from 1 January 2018.
    """

    _name = "tthc.admission.target"
    _inherit = ["mail.thread"]
    _description = "Target of admissions"
    _order = "center_id, date, agency_id"

    center_id = fields.Many2one(
        "tthc.center", required=True, ondelete="cascade", index=True
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        ondelete="cascade",
        index="btree_not_null",
        help="Empty: every agency that has no target of its own.",
    )
    percent = fields.Float(
        string="Target (%)", required=True, default=100.0, tracking=True
    )
    date = fields.Date(string="By", required=True, tracking=True)
    of_all = fields.Boolean(
        string="Excluded ones count, too",
        tracking=True,
        help="Ticked: the share is one of all procedures in force. Otherwise the "
        "excluded ones are left out (Decree 61/2018 Art 14.5).",
    )
    decision_id = fields.Many2one("tthc.decision", ondelete="restrict")
    source = fields.Char(help="The document that sets it, when it is no decision.")

    _percent_range = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)", "A target is between 0 and 100 %."
    )
    _one_a_day = models.Constraint(
        "UNIQUE NULLS NOT DISTINCT (center_id, agency_id, date)",
        "This agency already has a target for the center on this day.",
    )

    @api.depends("center_id", "agency_id", "percent", "date")
    def _compute_display_name(self):
        for target in self:
            names = (target.center_id.display_name, target.agency_id.display_name)
            words = " · ".join(name for name in names if name)
            target.display_name = f"{words} · {target.percent:g} %"

    @api.model
    def _targets_on(self, center, day):
        """The target that each agency works toward on a day.

        The next one that is due; after the last day the last one.

        :param center: ``tthc.center``
        :param day: ``datetime.date`` in the center's time zone
        :return: dict of agency id → target; the key False holds for the others
        """
        found = {}
        for target in self.search([("center_id", "=", center.id)], order="date"):
            known = found.get(target.agency_id.id)
            if not known or known.date < day:
                found[target.agency_id.id] = target
        return found

    def _required(self, total, excluded):
        """How many procedures the target asks for.

        :param total: procedures in force
        :param excluded: those of them that are excluded from the center
        """
        self.ensure_one()
        basis = total if self.of_all else total - excluded
        return ceil(basis * self.percent / 100)
