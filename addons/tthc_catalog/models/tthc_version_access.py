from odoo import api, fields, models

YES_NO = [("yes", "Yes"), ("no", "No")]


class TthcVersionAccess(models.AbstractModel):
    """How a procedure can be done without coming: online and by post."""

    _name = "tthc.version.access"
    _description = "Online and postal ways of a version"

    online_level = fields.Selection(
        [
            ("full", "Wholly online"),
            ("partial", "Partly online"),
            ("information", "Information only"),
        ],
        string="Online level",
        tracking=True,
    )
    online_level_old = fields.Selection(
        [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")],
        string="Level until 2022",
        help="Levels of Decree 43/2011, which reports of 2017 to 2022 count.",
    )
    online_submission = fields.Selection(YES_NO)
    postal_submission = fields.Selection(YES_NO)
    postal_return = fields.Selection(YES_NO)
    postal_mode = fields.Selection(
        [
            ("receive", "Receive by post"),
            ("return", "Return by post"),
            ("both", "Receive and return by post"),
            ("none", "Not by post"),
        ],
        string="By post",
        compute="_compute_postal_mode",
        store=True,
        help="Empty while it is not known. “Not by post” only where both are known "
        "to be excluded.",
    )
    postal_none_reason = fields.Char(
        string="Why not by post",
        tracking=True,
        help="For instance: the applicant must come in person by law.",
    )

    @api.depends("postal_submission", "postal_return")
    def _compute_postal_mode(self):
        modes = {
            ("yes", "yes"): "both",
            ("yes", "no"): "receive",
            ("yes", False): "receive",
            ("no", "yes"): "return",
            (False, "yes"): "return",
            ("no", "no"): "none",
        }
        for version in self:
            version.postal_mode = modes.get(
                (version.postal_submission, version.postal_return), False
            )

    def _access_warnings(self):
        """What is missing about the post; the published data seldom tell it.

        :return: list of sentences
        """
        self.ensure_one()
        if self.postal_mode == "none" and not self.postal_none_reason:
            return [self.env._("no reason why it can't be sent by post")]
        if self.postal_mode in ("receive", "return", "both") and (
            self.postal_none_reason
        ):
            return [self.env._("a reason against the post, yet it goes by post")]
        return []
