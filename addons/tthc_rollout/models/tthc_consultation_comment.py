from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

ANSWER = {"answer_kind", "answer", "answered_at", "answered_by_id"}


class TthcConsultationComment(models.Model):
    """A comment of a unit on an article, and how it was answered.

    The unit writes until it sends its reply; then the coordinator answers. Neither
    writes what is the other's.
    """

    _name = "tthc.consultation.comment"
    _description = "Comment on a draft"
    _order = "consultation_id, article_sequence, article_id, agency_id, id"
    _rec_name = "text"

    reply_id = fields.Many2one(
        "tthc.consultation.reply", required=True, ondelete="cascade", index=True
    )
    consultation_id = fields.Many2one(
        related="reply_id.consultation_id", store=True, precompute=True, index=True
    )
    agency_id = fields.Many2one(
        string="Unit",
        related="reply_id.agency_id",
        store=True,
        precompute=True,
        index=True,
    )
    reply_state = fields.Selection(related="reply_id.state", store=True)
    article_id = fields.Many2one(
        "tthc.consultation.article",
        ondelete="restrict",
        domain="[('consultation_id', '=', consultation_id)]",
        help="Empty: on the draft as a whole.",
    )
    article_sequence = fields.Integer(
        related="article_id.sequence", store=True, precompute=True
    )
    point = fields.Char(string="Clause, point")
    text = fields.Text(string="Comment", required=True)
    wording = fields.Text(string="Proposed wording")
    answer_kind = fields.Selection(
        [
            ("accepted", "Taken up"),
            ("partly", "Taken up in part"),
            ("explained", "Explained"),
        ],
        string="Answer",
        copy=False,
    )
    answer = fields.Text(string="How it was taken up, or why not", copy=False)
    answered_at = fields.Datetime(string="Answered on", readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        "res.users", string="Answered by", readonly=True, copy=False
    )

    @api.constrains("article_id", "reply_id")
    def _check_article(self):
        for comment in self:
            if comment.article_id.consultation_id not in (
                comment.consultation_id,
                self.env["tthc.consultation"],
            ):
                raise UserError(self.env._("This article belongs to another draft."))

    @api.model_create_multi
    def create(self, vals_list):
        """Write comments of the own unit.

        :raise UserError: for another unit, or after the reply was sent
        """
        if any(vals.keys() & ANSWER for vals in vals_list):
            self._refuse_answer()
        comments = super().create(vals_list)
        comments._check_own_draft()
        return comments

    def write(self, vals):
        """Write comments of the own unit, or answers to those that were sent.

        :raise UserError: for the part that is the other side's
        """
        answering = vals.keys() & ANSWER
        if not answering:
            self._check_own_draft()
            return super().write(vals)
        if vals.keys() - ANSWER:
            self._refuse_answer()
        self._check_answering()
        result = super().write(
            {**vals, "answered_at": now(), "answered_by_id": self.env.uid}
        )
        self._check_explained()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_own_draft(self):
        self._check_own_draft()

    def _check_own_draft(self):
        for comment in self:
            comment.reply_id._check_own()
            comment.reply_id._check_state("draft")
            comment.consultation_id._check_state("open")

    def _refuse_answer(self):
        raise UserError(
            self.env._("A comment and its answer are not written by the same hand.")
        )

    def _check_answering(self):
        self.consultation_id._check_role("tthc_base.group_rollout_coordinator")
        self.reply_id._check_state("sent")
        self.consultation_id._check_state("open")

    def _check_explained(self):
        """What is not taken up as it stands needs its reason.

        :raise UserError: names the unit
        """
        for comment in self:
            if (
                comment.answer_kind in ("partly", "explained")
                and not (comment.answer or "").strip()
            ):
                raise UserError(
                    self.env._(
                        "Comment of %(agency)s: say why it is not taken up as it "
                        "stands.",
                        agency=comment.agency_id.display_name,
                    )
                )

    def _place(self):
        """Sort key: the draft as a whole first, then article by article."""
        self.ensure_one()
        article = self.article_id
        return (
            bool(article),
            article.sequence,
            article.id,
            self.agency_id.display_name,
            self.id,
        )
