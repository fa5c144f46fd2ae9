from odoo import fields, models


class TthcTrainingTopic(models.Model):
    """What people are trained in; a list as data."""

    _name = "tthc.training.topic"
    _description = "Training topic"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    by_sector = fields.Boolean(
        string="By sector",
        help="Asked for each sector that somebody serves; a session says which sectors "
        "it is for.",
    )
    examined = fields.Boolean(
        string="Ends with a test",
        help="Being there is not enough: the training counts once the test is passed.",
    )
    pass_score = fields.Float(
        string="Passed from",
        digits=(6, 2),
        help="Least score; results can be taken from the scores with one button.",
    )
    description = fields.Text(string="What is taught")
    active = fields.Boolean(default=True)
    rule_ids = fields.One2many("tthc.training.rule", "topic_id", string="Who must")

    _pass_score_positive = models.Constraint(
        "CHECK (pass_score >= 0)", "A score is not negative."
    )
