from odoo import api, fields, models

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM
from odoo.addons.tthc_dossier.models.tthc_dossier_ending import MEANS

from .paper_loss_table import OPEN, STATES

FAULTS = [
    ("post", "The Post"),
    ("center", "The center"),
    ("agency", "The agency"),
    ("unknown", "Not known"),
]


class TthcPaperLoss(models.Model):
    """A paper that nobody has: declared, searched, found or replaced, settled.

    Whoever lost a dossier apologises to the citizen and bears what it costs to replace
    it (Decree 61/2018 Art 21); the Post compensates as well (Decision 45/2016 Art 14).
    Three facts stand beside the state: who is to blame, the letter, the money.
    """

    _name = "tthc.paper.loss"
    _inherit = [
        "tthc.guarded",
        "tthc.paper.loss.acting",
        "tthc.paper.loss.answering",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Lost paper"
    _order = "id desc"
    _rec_names_search = ["name", "code"]

    name = fields.Char(string="No.", readonly=True, copy=False)
    year = fields.Integer(readonly=True, copy=False)
    number = fields.Integer(readonly=True, copy=False)
    paper_id = fields.Many2one(
        "tthc.paper", required=True, ondelete="restrict", readonly=True, index=True
    )
    code = fields.Char(related="paper_id.code", store=True, string="Dossier")
    kind = fields.Selection(related="paper_id.kind", store=True, string="Kind of paper")
    dossier_id = fields.Many2one(
        related="paper_id.dossier_id", store=True, index=True, string="Its dossier"
    )
    center_id = fields.Many2one(
        related="paper_id.center_id", store=True, index=True, string="Center"
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="declared",
        readonly=True,
        copy=False,
        tracking=True,
    )

    declared_at = fields.Datetime(string="Declared", required=True, readonly=True)
    declared_by_id = fields.Many2one(
        "res.users",
        string="Declared by",
        required=True,
        ondelete="restrict",
        readonly=True,
    )
    reason = fields.Text(string="What happened", required=True, readonly=True)
    last_holder_id = fields.Many2one(
        "tthc.custody.holder",
        string="Had it last",
        required=True,
        ondelete="restrict",
        readonly=True,
        help="Who had the paper by the ledger when it was declared lost, and answers "
        "for it until somebody else is found to be at fault.",
    )
    last_held_since = fields.Datetime(string="Had it since", readonly=True)
    concerned_ids = fields.Many2many(
        "res.users",
        "tthc_paper_loss_concerned_rel",
        "loss_id",
        "user_id",
        string="People concerned",
        readonly=True,
        help="Who declared it, who had it last and who searches: they see the loss "
        "though they may not see the dossier.",
    )

    searcher_ids = fields.Many2many(
        "res.users",
        "tthc_paper_loss_searcher_rel",
        "loss_id",
        "user_id",
        string="Who searches",
        readonly=True,
    )
    search_from = fields.Datetime(string="Searched since", readonly=True)
    deadline = fields.Date(string="Found by", readonly=True, tracking=True)
    is_overdue = fields.Boolean(
        string="Search overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
    )

    ended_at = fields.Datetime(string="Found or replaced", readonly=True)
    ended_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True)
    found_with_id = fields.Many2one(
        "tthc.custody.holder", string="Found with", ondelete="restrict", readonly=True
    )
    found_late_at = fields.Datetime(
        string="Found afterwards",
        readonly=True,
        help="It turned up when it had been replaced already: the replacement stays.",
    )
    outcome_note = fields.Text(string="What was done", readonly=True)
    replacement = fields.Selection(
        [
            ("reissued", "Issued again"),
            ("handed_again", "Handed in again by the citizen"),
            ("from_scan", "Printed from the electronic dossier"),
        ],
        string="How it was replaced",
        readonly=True,
    )
    replacement_id = fields.Many2one(
        "tthc.paper",
        string="Replaced by",
        ondelete="restrict",
        readonly=True,
        index="btree_not_null",
    )

    fault = fields.Selection(
        FAULTS,
        string="At fault",
        required=True,
        readonly=True,
        tracking=True,
        help="Supposed at the declaration; decided by the manager of the center.",
    )
    fault_agency_id = fields.Many2one(
        "tthc.agency", string="Agency at fault", ondelete="restrict", readonly=True
    )
    fault_note = fields.Text(string="Grounds of the decision", readonly=True)
    judged_at = fields.Datetime(string="Decided", readonly=True)
    judged_by_id = fields.Many2one(
        "res.users", string="Decided by", ondelete="restrict", readonly=True
    )
    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    reissue_cost = fields.Monetary(
        string="Cost of replacing it", readonly=True, tracking=True
    )
    compensation = fields.Monetary(readonly=True, tracking=True)
    owed = fields.Monetary(
        string="Borne by the party at fault", compute="_compute_owed", store=True
    )
    settlement = fields.Char(
        string="Settled by document",
        readonly=True,
        help="Number of the receipt, transfer or settlement with the Post.",
    )
    settled_at = fields.Datetime(string="Settled", readonly=True)

    letter_year = fields.Integer(readonly=True)
    letter_number = fields.Integer(readonly=True)
    letter = fields.Char(string="Letter of apology", compute="_compute_letter")
    letter_text = fields.Text(string="Words of the letter", readonly=True)
    signed_at = fields.Datetime(string="Letter signed", readonly=True)
    signed_by_id = fields.Many2one(
        "res.users", string="Signed by", ondelete="restrict", readonly=True
    )
    told_at = fields.Datetime(string="Citizen told", readonly=True)
    told_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True)
    means = fields.Selection(MEANS, string="Told", readonly=True)

    closed_at = fields.Datetime(readonly=True)
    closed_by_id = fields.Many2one(
        "res.users", string="Closed by", ondelete="restrict", readonly=True
    )

    _number_uniq = models.UniqueIndex(
        "(center_id, year, number) WHERE number > 0",
        "This number of the losses is taken.",
    )
    _letter_uniq = models.UniqueIndex(
        "(center_id, letter_year, letter_number) WHERE letter_number > 0",
        "This number of the letters is taken.",
    )
    # A paper is lost once at a time, whoever declares it.
    _open_uniq = models.UniqueIndex(
        "(paper_id) WHERE state IN ('declared', 'searching')",
        "This paper has been declared lost already.",
    )
    # The manager's list, and what the nightly check reminds of.
    _search_idx = models.Index(
        "(center_id, deadline) WHERE state IN ('declared', 'searching')"
    )
    _costs = models.Constraint(
        "CHECK (reissue_cost >= 0 AND compensation >= 0)",
        "Costs and compensation are not negative.",
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for loss in self:
            loss.display_name = f"{loss.name} · {loss.code}"

    @api.depends("reissue_cost", "compensation")
    def _compute_owed(self):
        for loss in self:
            loss.owed = loss.reissue_cost + loss.compensation

    @api.depends("letter_number", "letter_year")
    def _compute_letter(self):
        for loss in self:
            loss.letter = (
                f"{loss.letter_number}/TXL-{loss.letter_year}"
                if loss.letter_number
                else False
            )

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        day = today(VIETNAM)
        for loss in self:
            loss.is_overdue = bool(
                loss.state in OPEN and loss.deadline and loss.deadline < day
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "in", OPEN), ("deadline", "<", today(VIETNAM))]

    @api.model_create_multi
    def create(self, vals_list):
        """Losses are declared on the paper, not made by hand."""
        self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Refuse what actions write; the thread below belongs to people.

        :raise AccessError: when no action is at work
        """
        if not self._is_moving() and vals.keys() - self._thread_fields():
            self._check_moving()
        return super().write(vals)

    @api.model
    def _thread_fields(self):
        return {
            *self.env["mail.thread"]._fields,
            *self.env["mail.activity.mixin"]._fields,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()
