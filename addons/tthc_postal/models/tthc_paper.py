import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_dossier.models.tthc_dossier import TOKEN_LETTERS


class TthcPaper(models.Model):
    """A physical thing that travels by itself: the file, the result, a supplement.

    It has exactly one holder at any time. The holder changes through
    :meth:`_hand_to` alone, which appends to the ledger of moves.
    """

    _name = "tthc.paper"
    _inherit = [
        "tthc.guarded.whole",
        "tthc.paper.carried",
        "tthc.paper.destination",
        "tthc.paper.losing",
        "tthc.paper.finding",
        "tthc.paper.checking",
    ]
    _description = "Paper that travels"
    _order = "dossier_id desc, id"
    _rec_names_search = ["code"]

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="restrict", index=True, readonly=True
    )
    kind = fields.Selection(
        [
            ("file", "File"),
            ("originals", "Originals to give back"),
            ("supplement", "Supplement"),
            ("result", "Result"),
        ],
        required=True,
        readonly=True,
    )
    code = fields.Char(
        related="dossier_id.code",
        store=True,
        help="The code of its dossier: all that a courier sees of it.",
    )
    center_id = fields.Many2one(
        related="dossier_id.center_id", store=True, index=True, string="Center"
    )
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self._new_token(),
        help="What the scanner reads from the label of the folder.",
    )
    original_count = fields.Integer(string="Originals", readonly=True)
    copy_count = fields.Integer(string="Copies", readonly=True)
    holder_id = fields.Many2one(
        "tthc.custody.holder",
        string="Where it is",
        ondelete="restrict",
        readonly=True,
        index=True,
    )
    holder_kind = fields.Selection(related="holder_id.kind", string="Held by")
    held_since = fields.Datetime(readonly=True)
    move_ids = fields.One2many("tthc.custody.move", "paper_id", string="Path")
    move_count = fields.Integer(readonly=True)
    move_head = fields.Char(readonly=True)

    _token_uniq = models.UniqueIndex("(token)", "This label exists already.")

    @api.model
    def _new_token(self):
        """An unguessable word for the label of a folder (about 71 bits)."""
        return "".join(secrets.choice(TOKEN_LETTERS) for _position in range(16))

    @api.depends("code", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for paper in self:
            paper.display_name = f"{paper.code or ''} · {labels[paper.kind]}"

    def action_where(self):
        """Open the screen “where is it” on these papers."""
        return self._where_action(self[:1].token)

    @api.model
    def _where_action(self, word):
        return {
            "type": "ir.actions.client",
            "tag": "tthc_where",
            "name": self.env._("Where is it?"),
            "params": {"word": word},
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()

    def _is_for_citizen(self):
        """Whether the paper ends in the hands of the citizen."""
        self.ensure_one()
        ended = ("citizen", "lost", "void")
        if self.kind == "result" and self.is_superseded:
            return False
        return self.kind in ("result", "originals") and self.holder_kind not in ended

    def _is_undone(self):
        """Whether its beginning was taken back: the dossier no longer has it."""
        self.ensure_one()
        dossier = self.dossier_id
        if self.holder_kind == "void":
            return False
        if self.kind == "result":
            return not dossier.resolved_at
        return self.kind == "supplement" and dossier.state == "supplement"

    # -- moves ------------------------------------------------------------------

    @api.model
    def _begin(self, beginnings, source, moment):
        """Begin papers at their first holders.

        :param beginnings: list of pairs of values of a paper and its holder
        :param source: key of the sources of ``tthc.custody.move``
        :param moment: naive UTC
        :return: the papers
        """
        # sudo: papers are made by the actions of a dossier, never by hand
        made = self.sudo()._moving()
        papers = made.create([values for values, _holder in beginnings])
        holders = [holder for _values, holder in beginnings]
        papers._append_moves(dict(zip(papers, holders, strict=True)), source, moment)
        return papers.with_env(self.env)

    def _hand_to(self, holder, source, moment=None, evidence=None, expected=None):
        """Move papers to a holder and append it to the ledger.

        :param holder: ``tthc.custody.holder`` who has them from now on
        :param source: key of the sources of ``tthc.custody.move``
        :param moment: naive UTC; None means now
        :param evidence: document behind the move, such as the number of the minutes
        :param expected: holder who must have them; None takes whoever has them
        :raise UserError: when another one has a paper, or somebody moves it just now
        """
        papers = self.sudo()  # sudo: the ledger is written by actions only
        papers._lock()
        papers.invalidate_recordset(["holder_id", "move_count", "move_head"])
        if expected is not None:
            papers._check_holder(expected)
        papers._append_moves(
            dict.fromkeys(papers, holder), source, moment or now(), evidence
        )

    def _check_holder(self, expected):
        """Refuse papers that somebody else has.

        :raise UserError: names the first one and who has it
        """
        for paper in self:
            if paper.holder_id != expected:
                raise UserError(
                    self.env._(
                        "%(paper)s is not with %(expected)s but with %(holder)s, by "
                        "the ledger. Find out where it is before you go on.",
                        paper=paper.display_name,
                        expected=expected.display_name,
                        holder=paper.holder_id.display_name,
                    )
                )

    def _append_moves(self, holders, source, moment, evidence=None):
        """Append one move a paper and make it so.

        The caller holds the lock of papers that others can reach.

        :param holders: dict paper → its next ``tthc.custody.holder``
        :param source: key of the sources of ``tthc.custody.move``
        :param moment: naive UTC
        :param evidence: document behind the move
        """
        _moves, heads = self.env["tthc.custody.move"]._chain_entries(
            [
                {
                    "owner": paper,
                    "happened_at": moment,
                    "values": {
                        "from_id": paper.holder_id.id,
                        "to_id": holder.id,
                        "source": source,
                        "evidence": evidence or False,
                    },
                }
                for paper, holder in holders.items()
            ]
        )
        for paper, holder in holders.items():
            paper.sudo()._moving().write(  # sudo: as above
                {**heads[paper], "holder_id": holder.id, "held_since": moment}
            )
