from odoo import api, fields, models
from odoo.tools import SQL, split_every


class TthcStepHours(models.Model):
    """How long a finished step of an agency had, and how long it took: a fact.

    Written in the transaction that ends the step, taken away where that is undone.
    What was finished in an earlier system (opening balance) has no row: nobody knows
    when it began.
    """

    _name = "tthc.step.hours"
    _inherit = ["tthc.hours.parts"]
    _description = "Working time of a step"
    _order = "finished_on desc, id desc"

    step_id = fields.Many2one(
        "tthc.dossier.step",
        string="Step of the dossier",
        required=True,
        ondelete="cascade",
    )
    name = fields.Char(required=True, string="Step")
    sequence = fields.Integer(string="Position")
    role = fields.Selection(
        [("specialist", "Specialist"), ("leader", "Leader")], required=True
    )
    agency_id = fields.Many2one(required=True)
    punctuality = fields.Selection(required=True)
    interlinked = fields.Boolean(
        help="Two agencies or more took part in the dossier when the step ended."
    )
    has_due = fields.Boolean(
        string="Has a date of its own",
        help="Without one there is no time that the step had.",
    )
    allowed_minutes = fields.Integer(
        string="Time it had (working minutes)",
        help="From the beginning to its date, less what did not count before it.",
    )
    paused_minutes = fields.Integer(
        string="Clock stood still", help="Working minutes that were not counted."
    )
    taken_minutes = fields.Integer(
        string="Time taken (working minutes)",
        help="The whole time less the minutes in which the clock stood still.",
    )

    _step_uniq = models.UniqueIndex("(step_id)", "This step has its row already.")
    # The tables of a period: one center, one agency, all of them.
    _center_idx = models.Index("(center_id, finished_on)")
    _agency_idx = models.Index("(agency_id, finished_on)")
    _day_idx = models.Index("(finished_on)")
    # What lies behind the figures of a procedure.
    _procedure_idx = models.Index("(procedure_id, finished_on)")

    @api.model
    def _note(self, dossiers):
        """Bring the rows of dossiers in line with their steps; queries are constant.

        :param dossiers: ``tthc.dossier`` whose steps may have ended, or gone on
        """
        # sudo: facts are written by the actions of a dossier, for whoever may act
        rows = self.sudo()._moving()
        steps = dossiers.sudo().step_ids  # sudo: as above
        known = rows.search([("step_id", "in", steps.ids)])
        done = steps.filtered(lambda step: step.state == "done" and step.started_at)
        known.filtered(lambda row: row.step_id not in done).unlink()
        missing = done - known.exists().step_id
        if missing:
            spans = missing.dossier_id._time_spans()
            rows.create(
                [self._values(step, spans[step.dossier_id]) for step in missing]
            )

    @api.model
    def _values(self, step, spans):
        """Row of one finished step.

        :param step: ``tthc.dossier.step``
        :param spans: of its dossier, as ``tthc.dossier._time_spans`` gives
        """
        dossier = step.dossier_id
        calendar = dossier.center_id.resource_calendar_id
        stops = dossier._stopped_spans(step)
        shares = dossier._shares(step.started_at, step.done_at, spans)
        paused = dossier._minutes_within(step.started_at, step.done_at, stops)
        whole = sum(shares.values())
        values = {
            "step_id": step.id,
            "dossier_id": dossier.id,
            "procedure_id": dossier.procedure_id.id,
            "version_id": dossier.version_id.id,
            "sector_id": dossier.sector_id.id,
            "center_id": dossier.center_id.id,
            "agency_id": step.agency_id.id,
            "name": step.name,
            "sequence": step.sequence,
            "role": step.role,
            "interlinked": len(dossier.step_ids.agency_id) > 1,
            "finished_on": dossier.center_id._local_day(step.done_at),
            "punctuality": step.punctuality or "on_time",
            "whole_minutes": whole,
            "paused_minutes": paused,
            "taken_minutes": whole - paused,
            **self._part_values(shares),
        }
        if step.due:
            had = calendar.tthc_working_minutes_between(step.started_at, step.due)
            had -= dossier._minutes_within(step.started_at, step.due, stops)
            values.update(has_due=True, allowed_minutes=max(had, 0))
        return values

    @api.model
    def _fill(self, batch=1000):
        """Write the rows of what ended before this addon was there, in batches.

        :param batch: dossiers at a time
        """
        self.flush_model()
        self.env["tthc.dossier.step"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT step.dossier_id
                  FROM tthc_dossier_step step
                  LEFT JOIN tthc_step_hours hours ON hours.step_id = step.id
                 WHERE step.state = 'done' AND step.started_at IS NOT NULL
                   AND hours.id IS NULL
                 UNION
                SELECT dossier.id
                  FROM tthc_dossier dossier
                  LEFT JOIN tthc_dossier_hours hours ON hours.dossier_id = dossier.id
                 WHERE dossier.resolved_at IS NOT NULL AND hours.id IS NULL
                   AND dossier.carried_over_on IS NULL
                 ORDER BY 1
                """
            )
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        for chunk in split_every(batch, ids):
            dossiers = self.env["tthc.dossier"].browse(chunk)
            dossiers._note_hours()
            self.env.flush_all()
            self.env.invalidate_all()
