from odoo import api, fields, models

from odoo.addons.tthc_postal.models.tthc_courier_timetable import hour_text


class TthcReadinessVisit(models.Model):
    """Section II: at what hour the Post is at the agency, run by run.

    The dispatch of March 2017 asks for the way and the hours at each agency, two runs
    a day, at 10:00 and 15:00.
    """

    _name = "tthc.readiness.visit"
    _inherit = ["tthc.readiness.row"]
    _description = "Visit of the Post in a readiness report"
    _order = "report_id, hour, id"

    name = fields.Char(string="Run", required=True)
    stop_id = fields.Many2one(
        "tthc.courier.stop", ondelete="set null", readonly=True, index="btree_not_null"
    )
    hour = fields.Float(string="At the agency", required=True, help="Local hour.")
    system_hour = fields.Float(readonly=True, help="As planned when filled in.")

    _hour_of_a_day = models.Constraint(
        "CHECK (hour >= 0 AND hour < 24)", "A day has the hours from 0 to 24."
    )

    @api.model
    def _facts_of_system(self):
        return super()._facts_of_system() | {"stop_id", "system_hour"}

    @api.depends("hour", "system_hour", "stop_id")
    def _compute_is_corrected(self):
        for visit in self:
            visit.is_corrected = bool(visit.stop_id) and not visit._same(
                visit.system_hour
            )

    @api.depends("hour", "stop_id.arrival")
    @api.depends_context("lang")
    def _compute_difference(self):
        system = self._system_values()
        for visit in self:
            hour = system[visit]
            if hour is None:
                visit.difference = self.env._("not on a route")
            else:
                visit.difference = not visit._same(hour) and hour_text(hour)

    def _system_values(self):
        # sudo: the hours at the own agency, which a reporter does not plan
        visits = self.sudo()
        return {
            visit: visit.stop_id.arrival if visit.stop_id else None for visit in visits
        }

    def _take_system(self, system):
        """As for people.

        :param system: dict with ``system_hour``
        """
        self.ensure_one()
        if round(self.system_hour * 60) == round(system["system_hour"] * 60):
            return
        told = {} if self.is_corrected else {"hour": system["system_hour"]}
        self.write({**system, **told})

    def _same(self, hour):
        return round(self.hour * 60) == round(hour * 60)
