from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

from ..tools.consultation_sheet import ConsultationSheet
from ..tools.taken_along import taken_along
from .consultation_table import CONSULTATION_MOVES

STATES = [("draft", "Being prepared"), ("open", "Asking"), ("closed", "Closed")]


class TthcConsultation(models.Model):
    """Units are asked for comments on a draft, article by article, by an hour.

    Seed 003 §2 asks for it on the draft of a provincial decision; Art 128 and 129 of
    the law on legal documents of 2015 have each comment accepted or explained.
    """

    _name = "tthc.consultation"
    _inherit = [
        "tthc.ruled.by.lines",
        "tthc.guarded.table",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Consultation on a draft"
    _order = "due_at desc, id desc"
    _ruling_lines = ("reply_ids",)
    _moves = CONSULTATION_MOVES
    _moved_fields = ("state", "opened_at", "closed_at", "reply_ids")

    name = fields.Char(string="Draft document", required=True, tracking=True)
    dispatch_number = fields.Char(string="Dispatch")
    dispatch_date = fields.Date(string="Of")
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Asked by",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.tthc_agency_ids[:1],
    )
    due_at = fields.Datetime(
        string="Due",
        required=True,
        tracking=True,
        help="What is sent later is kept, and marked as late.",
    )
    focus = fields.Text(
        string="Asked above all",
        help="What the units are to look at first, as the dispatch says.",
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Text of the draft")
    article_ids = fields.One2many(
        "tthc.consultation.article", "consultation_id", string="Articles", copy=True
    )
    agency_ids = fields.Many2many(
        "tthc.agency", "tthc_consultation_agency_rel", string="Units asked"
    )
    reply_ids = fields.One2many("tthc.consultation.reply", "consultation_id")
    comment_ids = fields.One2many("tthc.consultation.comment", "consultation_id")
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    opened_at = fields.Datetime(string="Asked on", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed on", readonly=True, copy=False)
    asked_count = fields.Integer(string="Asked", compute="_compute_counts")
    replied_count = fields.Integer(string="Replied", compute="_compute_counts")
    missing_count = fields.Integer(string="Not yet", compute="_compute_counts")
    comment_count = fields.Integer(string="Comments", compute="_compute_counts")
    open_count = fields.Integer(string="Unanswered", compute="_compute_counts")

    def _compute_counts(self):
        # sudo: figures about all units; whom they are about is not shown by them
        replies = self.env["tthc.consultation.reply"].sudo()
        sent = {
            (consultation.id, state): count
            for consultation, state, count in replies._read_group(
                [("consultation_id", "in", self.ids)],
                ["consultation_id", "state"],
                ["__count"],
            )
        }
        # sudo: as above
        comments = self.env["tthc.consultation.comment"].sudo()
        groups = {
            (consultation.id, bool(answer)): count
            for consultation, answer, count in comments._read_group(
                [("consultation_id", "in", self.ids), ("reply_state", "=", "sent")],
                ["consultation_id", "answer_kind"],
                ["__count"],
            )
        }
        for consultation in self:
            done = sent.get((consultation.id, "sent"), 0)
            missing = sent.get((consultation.id, "draft"), 0)
            unanswered = groups.get((consultation.id, False), 0)
            consultation.replied_count = done
            consultation.missing_count = missing
            consultation.asked_count = done + missing
            consultation.open_count = unanswered
            consultation.comment_count = sum(
                count for key, count in groups.items() if key[0] == consultation.id
            )

    def write(self, vals):
        """Write; what units were asked stays as they were asked it."""
        fixed = {"article_ids", "agency_ids", "agency_id"} & vals.keys()
        if fixed and not self._is_moving():
            self._check_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered(lambda consultation: consultation.state != "draft"):
            raise UserError(
                self.env._("Only a consultation that is being prepared can be deleted.")
            )

    def action_open(self):
        """Ask the units.

        :raise AccessError: when the user is no coordinator
        :raise UserError: without articles or units, or for a time that is over
        """
        self._check_move("open")
        moment = now()
        for consultation in self:
            consultation._check_complete(moment)
        self._move("open", {"opened_at": moment})
        # sudo: the units write their replies, the coordinator makes them
        replies = self.env["tthc.consultation.reply"].sudo()
        made = replies._moving().create(
            [
                {"consultation_id": consultation.id, "agency_id": agency.id}
                for consultation in self
                for agency in consultation.agency_ids
            ]
        )
        made._ask()

    def _check_complete(self, moment):
        self.ensure_one()
        if not self.agency_ids:
            raise UserError(self.env._("Say which units are asked."))
        if not self.article_ids:
            raise UserError(
                self.env._("Enter the articles: comments are made on one of them.")
            )
        if self.due_at <= moment:
            raise UserError(
                self.env._("The time to reply by is over. Set a later one.")
            )

    def action_recall(self):
        """Take the consultation back to prepare it further.

        :raise AccessError: when the user is no coordinator
        :raise UserError: when a unit has replied or written a comment
        """
        self._check_move("recall")
        # sudo: what units write is theirs until they send it; only whether there is any
        replies = self.sudo().reply_ids
        if replies.comment_ids or replies.filtered(lambda reply: reply.state == "sent"):
            raise UserError(
                self.env._("Units have written already: it can't be taken back.")
            )
        replies._forget()
        replies.unlink()
        self._move("recall", {"opened_at": False})

    def action_close(self):
        """End the consultation: every comment has its answer.

        :raise AccessError: when the user is no coordinator
        :raise UserError: names how many comments wait for an answer
        """
        self._check_move("close")
        for consultation in self:
            if consultation.open_count:
                raise UserError(
                    self.env._(
                        "“%(name)s”: %(count)s comments have no answer yet. Each one "
                        "is accepted or explained.",
                        name=consultation.name,
                        count=consultation.open_count,
                    )
                )
        self._move("close", {"closed_at": now()})
        # sudo: tasks of the units
        self.sudo().reply_ids._forget()

    def action_reopen(self):
        """Take replies once more.

        :raise AccessError: when the user is no coordinator
        """
        self._check_move("reopen")
        self._move("reopen", {"closed_at": False})

    def action_comments(self):
        """Comments to be answered, in the order of the articles.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_rollout.tthc_consultation_comment_action"
        )
        return {**action, "domain": [("consultation_id", "=", self.id)]}

    def action_replies(self):
        """What each unit has replied, those that have not first.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_rollout.tthc_consultation_reply_action"
        )
        return {**action, "domain": [("consultation_id", "=", self.id)], "context": {}}

    def action_excel(self):
        """Take the table of comments along as an Excel file.

        :return: action
        """
        self.ensure_one()
        return taken_along(self, "consultation")

    def action_word(self):
        """Take the table of comments along as a Word file.

        :return: action
        """
        self.ensure_one()
        return taken_along(self, "consultation", "docx")

    # -- the table --------------------------------------------------------------------

    def _table_rows(self):
        """The comments that were sent, article by article, with their answers.

        :return: list of dicts with ``article``, ``agency``, ``point``, ``text``,
            ``wording``, ``answer`` and ``kind`` (accepted …)
        """
        self.ensure_one()
        comments = self.comment_ids.filtered(lambda row: row.reply_state == "sent")
        kinds = dict(comments._fields["answer_kind"]._description_selection(self.env))
        return [
            {
                "article": comment.article_id.display_name or "Ý kiến chung",
                "agency": comment.agency_id.display_name,
                "point": comment.point or "",
                "text": comment.text,
                "wording": comment.wording or "",
                "answer": comment.answer or "",
                "kind": kinds.get(comment.answer_kind, ""),
            }
            for comment in comments.sorted(lambda row: row._place())
        ]

    def _table_summary(self):
        """Who replied, who agrees, who has not: lines below the table.

        :return: list of texts
        """
        self.ensure_one()
        replies = self.reply_ids
        sent = replies.filtered(lambda reply: reply.state == "sent")
        agreed = sent.filtered(lambda reply: not reply.comment_ids)
        late = sent.filtered("is_late")
        missing = replies - sent
        names = ", ".join
        lines = [f"Số đơn vị được lấy ý kiến: {len(replies)}; đã gửi: {len(sent)}."]
        for label, rows in (
            ("Thống nhất, không có ý kiến khác", agreed),
            ("Gửi sau thời hạn", late),
            ("Chưa gửi", missing),
        ):
            if rows:
                lines.append(
                    f"{label} ({len(rows)}): {names(rows.agency_id.mapped('name'))}."
                )
        return lines

    def _workbook(self):
        """The table as an Excel file.

        :return: bytes
        """
        return ConsultationSheet(self).excel()

    def _document(self):
        """The table as a Word file.

        :return: bytes
        """
        return ConsultationSheet(self).word()
