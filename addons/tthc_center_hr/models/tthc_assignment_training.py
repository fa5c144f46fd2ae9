from odoo import api, fields, models
from odoo.fields import Domain


class TthcAssignmentTraining(models.AbstractModel):
    """Who in post lacks a training, from what the posts ask for."""

    _name = "tthc.assignment.training"
    _description = "Trainings of an assignment"

    training_ids = fields.One2many(
        "tthc.training.attendee", "assignment_id", string="Trainings"
    )
    untrained = fields.Boolean(
        string="Lacks a training",
        compute="_compute_untrained",
        search="_search_untrained",
        help="In post today without a valid training that the post asks for.",
    )
    training_gaps = fields.Char(
        string="Trainings lacking", compute="_compute_untrained"
    )

    @api.depends("state", "date_from", "last_day", "role", "staff_id")
    @api.depends_context("training_day", "lang")
    def _compute_untrained(self):
        groups = self._training_needs()._read_group(
            [("assignment_id", "in", self.ids), ("standing", "=", "missing")],
            ["assignment_id"],
            ["topic_id:recordset"],
        )
        missing = {post.id: topics for post, topics in groups}
        for post in self:
            topics = missing.get(post.id)
            post.untrained = bool(topics)
            post.training_gaps = ", ".join(topics.mapped("name")) if topics else False

    def _search_untrained(self, operator, value):
        if operator != "in":
            return NotImplemented
        groups = self._training_needs()._read_group(
            [("standing", "=", "missing")], [], ["assignment_id:array_agg_distinct"]
        )
        return Domain("id", "in", groups[0][0] or [])

    @api.model
    def _training_needs(self):
        # sudo: of posts that the reader sees, or that a search then narrows to them
        return self.env["tthc.training.need"].sudo()
