from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

DESK = ("tthc_base.group_reception", "tthc_base.group_center_manager")
#: What people write who take a complaint down; the rest is written by actions.
TAKEN_DOWN = {
    "parcel_id",
    "kind",
    "complainant",
    "complainant_name",
    "complainant_phone",
    "received_at",
    "description",
    "owner_id",
}
#: What may still change while the answer is open.
CHANGEABLE = {"owner_id", "complainant_phone", "description"}
TODO = ["mail.mail_activity_data_todo"]


class TthcParcelComplaint(models.Model):
    """A complaint about the postal service (Circular 17/2017 Art 8).

    Within six months from the end of the transit time; answered in five working days
    within the province, in seven between provinces.
    """

    _name = "tthc.parcel.complaint"
    _inherit = [
        "tthc.guarded",
        "tthc.parcel.complaint.answering",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Complaint about the postal service"
    _order = "state desc, due_at, id"
    _rec_names_search = ["name", "parcel_id"]

    name = fields.Char(string="No.", readonly=True, copy=False)
    year = fields.Integer(readonly=True, copy=False)
    number = fields.Integer(readonly=True, copy=False)
    parcel_id = fields.Many2one(
        "tthc.parcel", required=True, ondelete="restrict", index=True
    )
    center_id = fields.Many2one(
        related="parcel_id.center_id", store=True, precompute=True
    )
    carrier_id = fields.Many2one(
        related="parcel_id.carrier_id", store=True, precompute=True
    )
    kind = fields.Selection(
        [
            ("late", "Late"),
            ("lost", "Lost"),
            ("damaged", "Damaged"),
            ("attitude", "Attitude"),
            ("price", "Price"),
            ("other", "Other"),
        ],
        string="About",
        required=True,
        tracking=True,
    )
    complainant = fields.Selection(
        [
            ("citizen", "Citizen or body"),
            ("agency", "Agency"),
            ("center", "The center itself"),
        ],
        string="Who complains",
        required=True,
        default="citizen",
    )
    complainant_name = fields.Char(string="Name", required=True)
    complainant_phone = fields.Char(string="Phone")
    received_at = fields.Datetime(
        required=True,
        default=lambda self: now(),
        help="When it was taken down; the limit to answer starts here.",
    )
    received_day = fields.Date(
        compute="_compute_received_day", store=True, precompute=True
    )
    description = fields.Text(string="What happened", required=True)
    owner_id = fields.Many2one(
        "res.users",
        string="Who follows it",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('tthc_center_id', '=', center_id)]",
        tracking=True,
        ondelete="restrict",
    )
    between_provinces = fields.Boolean(readonly=True, copy=False)
    due_at = fields.Datetime(
        string="Answer due",
        readonly=True,
        copy=False,
        help="By the working time of the center.",
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )

    _number_uniq = models.UniqueIndex(
        "(center_id, year, number) WHERE number > 0",
        "This number of the complaints is taken.",
    )
    # What still waits for an answer: few of many.
    _open_idx = models.Index("(center_id, due_at) WHERE state = 'open'")
    # What a carrier was complained of in a quarter.
    _report_idx = models.Index("(center_id, carrier_id, received_day)")

    @api.depends("name", "parcel_id", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            parts = (row.name, labels.get(row.kind))
            row.display_name = " · ".join(part for part in parts if part)

    @api.depends("received_at", "center_id")
    def _compute_received_day(self):
        for row in self:
            row.received_day = (
                row.center_id._local_day(row.received_at)
                if row.received_at and row.center_id
                else False
            )

    @api.depends("state", "due_at")
    def _compute_is_overdue(self):
        moment = now()
        for row in self:
            row.is_overdue = bool(
                row.state == "open" and row.due_at and row.due_at < moment
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "open") & Domain("due_at", "<", now())

    @api.onchange("parcel_id", "complainant")
    def _onchange_parcel_id(self):
        """Take the name of whose parcel it is."""
        if self.parcel_id and self.complainant == "citizen":
            self.complainant_name = self.parcel_id._person_name()
            self.complainant_phone = self.parcel_id._person_phone()

    # -- taken down -------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Take complaints down: each gets its number and the day of the answer.

        :raise AccessError: for others than counter and manager of the center
        :raise UserError: when the time to complain is over
        """
        if not self._is_moving():
            for vals in vals_list:
                if vals.keys() - TAKEN_DOWN:
                    self._check_moving()
        rows = super().create(vals_list)
        for row in rows:
            row._check_center_side()
            row._check_in_time()
            row._begin()
        return rows

    def write(self, vals):
        """What was taken down stays; who follows it may change."""
        free = CHANGEABLE if set(self.mapped("state")) <= {"open"} else set()
        if vals.keys() - free - self._chatter_fields():
            self._check_moving()
        result = super().write(vals)
        if vals.get("owner_id") and not self._is_moving():
            self._set_task()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(
            self.env._("A complaint is never deleted: it is answered or withdrawn.")
        )

    def _check_center_side(self):
        """Refuse whoever does not work for the center of the parcel."""
        user = self.env.user
        if self.env.su or self._is_moving():
            return
        if user.tthc_center_id != self.center_id or not any(map(user.has_group, DESK)):
            raise AccessError(
                self.env._(
                    "Complaints about a parcel of %(center)s are taken down there.",
                    center=self.center_id.display_name,
                )
            )

    def _check_in_time(self):
        """Refuse what comes after the time to complain (Circular 17/2017 Art 8)."""
        self.ensure_one()
        if self.received_at > now():
            raise UserError(self.env._("A complaint is taken down when it is made."))
        last = self.parcel_id._last_day_to_complain(self._rules())
        if last and self.received_day > last:
            raise UserError(
                self.env._(
                    "Complaints about %(parcel)s could be made until %(day)s "
                    "(Circular 17/2017 Art 8).",
                    parcel=self.parcel_id.display_name,
                    day=last.strftime("%d/%m/%Y"),
                )
            )

    def _rules(self):
        """The rules of the Post on the day of the complaint."""
        self.ensure_one()
        # sudo: law that everybody may know
        return self.env["tthc.postal.regulation"].sudo()._at(self.received_day)

    def _begin(self):
        """Number the complaint and reckon by when it is answered."""
        self.ensure_one()
        rules = self._rules()
        away = self.parcel_id._is_between_provinces()
        days = rules.complaint_days_away if away else rules.complaint_days
        calendar = self.center_id.resource_calendar_id
        year = self.received_day.year
        number = self.env["tthc.number"]._next(
            self._name, "number", {"center_id": self.center_id.id, "year": year}
        )
        self._as_action().write(
            {
                "between_provinces": away,
                "due_at": calendar.tthc_due(self.received_at, days, "working_day").at,
                "year": year,
                "number": number,
                "name": f"{number}/KNBC-{year}",
            }
        )
        self._set_task()

    def _set_task(self):
        """Put the complaint before who follows it, until the day of the answer."""
        for row in self.filtered("owner_id"):
            # sudo: the task of who followed it so far ends with a new one
            row.sudo().activity_unlink(TODO)
            row.activity_schedule(
                TODO[0],
                date_deadline=row.center_id._local_day(row.due_at),
                summary=self.env._(
                    "Complaint about the Post: get the answer of %(carrier)s",
                    carrier=row.carrier_id.display_name or "–",
                ),
                user_id=row.owner_id.id,
            )

    def _as_action(self):
        """The records as the actions of a complaint write them."""
        return (
            # sudo: nobody writes numbers, limits and answers by hand, the actions do
            self.sudo()
            .with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
            ._moving()
        )

    # -- reminders ---------------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """Put complaints without an answer before the managers, every morning."""
        overdue = self.search([("is_overdue", "=", True)], limit=1000)
        for row in overdue:
            row.center_id._remind_managers(
                row,
                self.env._(
                    "Complaint %(name)s should have been answered by %(day)s",
                    name=row.name,
                    day=row.center_id._local_day(row.due_at).strftime("%d/%m/%Y"),
                ),
            )
