from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM


class TthcHandoverDiscrepancy(models.Model):
    """What was not as the papers say: somebody owns it, until a day."""

    _name = "tthc.handover.discrepancy"
    _inherit = ["tthc.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Discrepancy at a hand-over"
    _order = "state desc, deadline, id"

    handover_id = fields.Many2one(
        "tthc.handover", ondelete="restrict", readonly=True, index="btree_not_null"
    )
    round_stop_id = fields.Many2one(
        "tthc.courier.round.stop",
        string="Stop",
        ondelete="restrict",
        readonly=True,
        index="btree_not_null",
    )
    paper_id = fields.Many2one(
        "tthc.paper", ondelete="restrict", readonly=True, index="btree_not_null"
    )
    center_id = fields.Many2one(
        "tthc.center", required=True, ondelete="restrict", readonly=True, index=True
    )
    agency_id = fields.Many2one("tthc.agency", ondelete="restrict", readonly=True)
    kind = fields.Selection(
        [
            ("missing", "Missing"),
            ("extra", "Extra"),
            ("damaged", "Damaged"),
            ("count", "Wrong count"),
            ("nobody", "Nobody to receive"),
            ("missed", "Stop not made"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Char(readonly=True)
    found_at = fields.Datetime(required=True, readonly=True)
    found_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True)
    owner_id = fields.Many2one(
        "res.users",
        string="Who clears it up",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        tracking=True,
        index="btree_not_null",
    )
    deadline = fields.Date(tracking=True)
    state = fields.Selection(
        [
            ("noted", "Noted, not signed yet"),
            ("open", "To be cleared up"),
            ("cleared", "Cleared up"),
        ],
        required=True,
        default="open",
        readonly=True,
        tracking=True,
    )
    answer = fields.Text(string="How it was cleared up", readonly=True, tracking=True)
    cleared_at = fields.Datetime(readonly=True)
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue", search="_search_is_overdue"
    )
    loss_step = fields.Selection(
        [("declare", "Declare lost"), ("open", "Open the loss")],
        compute="_compute_loss_step",
        help="What the user can do about the loss of a missing paper.",
    )

    @api.depends("kind", "paper_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            # sudo: the code of a paper is all that its name tells
            name = row.paper_id.sudo().display_name or row.agency_id.display_name
            row.display_name = f"{labels[row.kind]}: {name or ''}"

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        day = today(VIETNAM)
        for row in self:
            row.is_overdue = bool(
                row.state == "open" and row.deadline and row.deadline < day
            )

    @api.depends("kind", "state", "paper_id.holder_id")
    @api.depends_context("uid")
    def _compute_loss_step(self):
        user = self.env.user
        for row in self:
            # sudo: only asked who has the paper and whether it is lost
            paper = row.sudo().paper_id
            if row.kind != "missing" or not paper:
                row.loss_step = False
            elif row._losses():
                row.loss_step = "open"
            else:
                may = row.state == "open" and paper._can_be_lost()
                row.loss_step = "declare" if may and paper._may_declare(user) else False

    def _losses(self):
        """Losses of the paper that were declared since it was found missing.

        Only those of which the user may know.
        """
        self.ensure_one()
        # sudo: which losses there are; access is asked below
        losses = self.sudo().paper_id.loss_ids.filtered(
            lambda loss: (
                loss.declared_at >= self.found_at
                or loss.state in ("declared", "searching")
            )
        )
        return losses.with_env(self.env)._filtered_access("read")

    def action_open_loss(self):
        """Open the loss of the missing paper.

        :return: window action
        :raise UserError: when the paper was not declared lost
        """
        self.ensure_one()
        self.check_access("read")
        loss = self._losses()[:1]
        if not loss:
            raise UserError(
                self.env._(
                    "%(name)s was not declared lost: reload the page.",
                    name=self.display_name,
                )
            )
        return loss._get_records_action()

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "=", "open"), ("deadline", "<", today(VIETNAM))]

    @api.model_create_multi
    def create(self, vals_list):
        """Noted by the minutes; who clears it up is told."""
        self._check_moving()
        rows = super().create(vals_list)
        rows.filtered(lambda row: row.state == "open")._tell_owners()
        return rows

    def _tell_owners(self):
        """Who clears it up is told; as many to one person at once as there are."""
        told = self.filtered("owner_id").grouped(
            lambda row: (row.owner_id, row.deadline, row._task_summary())
        )
        for (owner, deadline, summary), rows in told.items():
            rows.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=deadline,
                summary=summary,
                user_id=owner.id,
            )

    def _task_summary(self):
        """What the owner is told: of a stop the sentence that says what it leaves."""
        self.ensure_one()
        about_stop = self.round_stop_id and not self.paper_id
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return about_stop and self.note or labels[self.kind]

    def write(self, vals):
        """Owner and deadline change by hand; what was found and said does not."""
        if not self._is_moving() and vals.keys() - {"owner_id", "deadline"} - set(
            self._mail_fields()
        ):
            self._check_moving()
        return super().write(vals)

    @api.model
    def _mail_fields(self):
        return {
            *self.env["mail.thread"]._fields,
            *self.env["mail.activity.mixin"]._fields,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()

    @api.model
    def _note(self, rows):
        """Note discrepancies, each due some working days later (a setting).

        :param rows: list of dicts with ``kind``, ``center_id`` and, as known,
            ``handover_id``, ``paper_id``, ``agency_id``, ``round_stop_id``,
            ``owner_id``, ``note``
        :return: the new records
        """
        moment = now()
        centers = self.env["tthc.center"].browse(
            dict.fromkeys(row["center_id"] for row in rows)
        )
        deadlines = {
            center.id: center._discrepancy_deadline(moment) for center in centers
        }
        vals_list = [
            {
                "found_at": moment,
                "found_by_id": self.env.uid,
                "deadline": deadlines[row["center_id"]],
                **row,
            }
            for row in rows
        ]
        # sudo: written by minutes and stops, whoever signs them
        return self.sudo()._moving().create(vals_list).with_env(self.env)

    def _open(self, owner):
        """What was noted while the sheet was open has to be cleared up from now on.

        :param owner: ``res.users`` who clears it up, may be empty
        """
        for center, rows in self.grouped("center_id").items():
            rows._moving().write(
                {
                    "state": "open",
                    "owner_id": owner.id,
                    "deadline": center._discrepancy_deadline(now()),
                }
            )
        self._tell_owners()

    def action_clear(self, answer=None):
        """Say how it was cleared up.

        :param answer: what was found out and done
        :raise UserError: without it, or when it was cleared up already
        """
        self.check_access("write")
        self._lock()
        self._check_state("open")
        if not (answer or "").strip():
            raise UserError(self.env._("Say how it was cleared up."))
        self._moving().write(
            {"state": "cleared", "answer": answer.strip(), "cleared_at": now()}
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
