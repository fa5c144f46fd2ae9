import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from .card_table import LIVING
from .tthc_assignment_in_post import DECIDED

KINDS = [("card", "Card"), ("plate", "Name plate")]
STATES = [
    ("new", "New"),
    ("checked", "Checked"),
    ("printed", "Printed"),
    ("handed_out", "Handed out"),
    ("returned", "Returned"),
    ("lost", "Lost"),
    ("void", "Void"),
]
PRIVATE = "tthc_base.group_hr_logistics,tthc_base.group_agency_reporter"


class TthcCard(models.Model):
    """The card or the name plate that a person wears at the center.

    Decree 61/2018 Art 11.2.e asks for the card; no document prescribes its layout.
    It belongs to one post: who is in another one gets another card.
    """

    _name = "tthc.card"
    _inherit = [
        "tthc.card.moving",
        "tthc.card.validity",
        "tthc.card.printing",
        "tthc.card.page",
        "tthc.personal.data",
        "mail.thread",
    ]
    _description = "Card or name plate"
    _order = "center_id, kind, agency_name, name, id"
    _rec_names_search = ["name", "code"]
    _moved_fields = (
        "state",
        *("name", "title", "agency_name", "center_name", "body_name"),
        *("valid_from", "valid_to", "number", "year", "token"),
        *("print_count", "printed_on", "handed_on", "closed_on", "reason"),
        "replaces_id",
    )

    kind = fields.Selection(KINDS, required=True, default="card", readonly=True)
    state = fields.Selection(
        STATES,
        required=True,
        default="new",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand="_group_expand_state",
    )
    assignment_id = fields.Many2one(
        "tthc.assignment",
        string="Post",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    staff_id = fields.Many2one(
        "tthc.staff",
        string="Person",
        related="assignment_id.staff_id",
        store=True,
        index=True,
        groups=PRIVATE,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Account",
        related="assignment_id.user_id",
        store=True,
        index="btree_not_null",
    )
    center_id = fields.Many2one(
        "tthc.center", related="assignment_id.center_id", store=True
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Sent by",
        related="assignment_id.agency_id",
        store=True,
        index=True,
    )
    photo = fields.Image(
        related="staff_id.photo",
        string="Picture 3×4",
        groups="tthc_base.group_hr_logistics",
    )
    photo_problem = fields.Char(
        related="staff_id.photo_problem", groups="tthc_base.group_hr_logistics"
    )

    # As printed, and kept: fixed when the card is checked.
    name = fields.Char(readonly=True, copy=False)
    title = fields.Char(readonly=True, copy=False)
    agency_name = fields.Char(string="Agency as printed", readonly=True, copy=False)
    center_name = fields.Char(string="Center as printed", readonly=True, copy=False)
    body_name = fields.Char(
        readonly=True, copy=False, help="The body that the center is part of."
    )
    valid_from = fields.Date(readonly=True, copy=False)
    valid_to = fields.Date(
        readonly=True, copy=False, help="Empty where the post has no term."
    )
    number = fields.Integer(string="Running number", readonly=True, copy=False)
    year = fields.Integer(readonly=True, copy=False)
    code = fields.Char(string="Number", compute="_compute_code", store=True)
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_hex(12),
        groups="tthc_base.group_hr_logistics",
        help="The unguessable word of the address behind the QR code.",
    )

    print_count = fields.Integer(string="Times printed", readonly=True, copy=False)
    print_ids = fields.One2many("tthc.card.print", "card_id", string="Print log")
    printed_on = fields.Date(string="Last printed on", readonly=True, copy=False)
    handed_on = fields.Date(string="Handed out on", readonly=True, copy=False)
    closed_on = fields.Date(
        string="Dead since",
        readonly=True,
        copy=False,
        tracking=True,
        help="The day on which it was returned, lost or made void.",
    )
    reason = fields.Char(readonly=True, copy=False, tracking=True)
    replaces_id = fields.Many2one(
        "tthc.card", readonly=True, copy=False, ondelete="restrict"
    )
    successor_ids = fields.One2many("tthc.card", "replaces_id", string="Replaced by")

    # The address behind the QR code.
    _token_uniq = models.UniqueIndex("(token)")
    # Numbers without holes by center, kind and year.
    _number_uniq = models.UniqueIndex(
        "(center_id, kind, year, number) WHERE number > 0",
        "This number of a card is taken.",
    )
    _one_living = models.UniqueIndex(
        "(assignment_id, kind)"
        " WHERE state IN ('new', 'checked', 'printed', 'handed_out')",
        "The person has a card or plate for this post already.",
    )
    # A card is replaced once.
    _replaces_uniq = models.UniqueIndex("(replaces_id) WHERE replaces_id IS NOT NULL")
    # The queue of a center.
    _queue_idx = models.Index("(center_id, state, kind)")

    @api.model
    def _personal_fields(self):
        return {"photo", "staff_id", "token"}

    @api.model
    def _group_expand_state(self, states, domain):
        """Where cards wait is shown, empty or not; how they ended, where any did."""
        return [state for state, _label in STATES if state in (*LIVING, *states)]

    @api.depends("number", "year")
    def _compute_code(self):
        for card in self:
            card.code = f"{card.number:04d}/{card.year}" if card.number else False

    @api.depends("kind", "name", "code")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for card in self:
            words = [labels.get(card.kind), card.code, card.name]
            card.display_name = " · ".join(word for word in words if word)

    @api.model_create_multi
    def create(self, vals_list):
        """Create cards of decided posts; what will be printed is taken from the post.

        :raise AccessError: for values that belong to the actions
        :raise UserError: for a post that nobody has decided on
        """
        cards = super().create(vals_list)
        for card in cards:
            if card.assignment_id.state not in DECIDED:
                raise UserError(
                    self.env._(
                        "%(name)s is not in post by a decision yet.",
                        name=card.assignment_id.display_name,
                    )
                )
        cards._take_facts()
        return cards

    def write(self, vals):
        """Write; nothing of a card changes but by its actions.

        :raise AccessError: for values that belong to the actions
        """
        if vals.keys() & {"kind", "assignment_id"}:
            self._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unnumbered_only(self):
        if self.filtered(lambda card: card.state != "new" or card.number):
            raise UserError(
                self.env._("A card that has a number stays on record: make it void.")
            )

    def _take_facts(self):
        """Take what is printed from the post, with the names of its first day."""
        for card in self:
            post = card.assignment_id
            day = post.date_from
            center = post.center_id
            card._moving().write(
                {
                    "name": post.name,
                    "title": post.title,
                    "agency_name": post.agency_id._names_at(day)["name"],
                    "center_name": center._names_at(day)["name"],
                    "body_name": center._body_at(day)._names_at(day)["name"],
                    "valid_from": post.date_from,
                    "valid_to": post.last_day,
                }
            )

    def action_open_sheet(self):
        """Open the personal sheet, where the picture is put right.

        :return: the action that opens it
        """
        self.ensure_one()
        return self.staff_id._get_records_action()
