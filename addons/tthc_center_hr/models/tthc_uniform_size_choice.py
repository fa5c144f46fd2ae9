from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: What says whose size of what a row is: never changed afterwards.
IDENTITY = {"staff_id", "garment_id"}


class TthcUniformSizeChoice(models.Model):
    """The size that somebody wears of a garment; empty while it is being asked for.

    Personal: HR sees all, an agency's reporter the own people, everybody the own.
    """

    _name = "tthc.uniform.size.choice"
    _inherit = ["tthc.personal.data"]
    _description = "Size of a person"
    _order = "agency_id, staff_id, garment_id"
    _rec_name = "staff_id"

    # Found by the unique index on person and garment.
    staff_id = fields.Many2one(
        "tthc.staff", string="Person", required=True, ondelete="cascade"
    )
    agency_id = fields.Many2one(
        related="staff_id.agency_id", string="Agency", store=True, index=True
    )
    sex = fields.Selection(related="staff_id.sex", string="Sex", store=True)
    garment_id = fields.Many2one(
        "tthc.uniform.garment", required=True, ondelete="restrict", index=True
    )
    size_id = fields.Many2one(
        "tthc.uniform.size",
        ondelete="restrict",
        domain="[('garment_id', '=', garment_id), ('sex', '=', sex)]",
    )
    note = fields.Char(help="Such as a sleeve that has to be longer.")
    is_asked = fields.Boolean(
        string="Asked for",
        compute="_compute_is_asked",
        search="_search_is_asked",
        help="The person is main staff with a term that is not over, without a dress "
        "of the sector.",
    )
    entered_by_id = fields.Many2one(
        "res.users", string="Entered by", readonly=True, ondelete="set null"
    )
    entered_at = fields.Datetime(string="Entered", readonly=True)

    _once = models.UniqueIndex(
        "(staff_id, garment_id)", "This person has a size of this garment already."
    )

    @api.model
    def _personal_fields(self):
        return {"staff_id", "size_id", "note"}

    @api.model
    def _asked_staff(self):
        """Domain of the people who are asked for a size today."""
        day = clock.today(VIETNAM)
        assignments = self.env["tthc.uniform.rule"]._asked_domain(day)
        return Domain("assignment_ids", "any!", assignments)

    def _compute_is_asked(self):
        # sudo: whoever sees the row may know that it is asked for
        staff = self.sudo().staff_id
        asked = staff.search(self._asked_staff() & Domain("id", "in", staff.ids))
        for choice in self:
            choice.is_asked = choice.staff_id in asked

    def _search_is_asked(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("staff_id", "any!", self._asked_staff())

    @api.constrains("garment_id", "size_id", "staff_id")
    def _check_size(self):
        for choice in self.filtered("size_id"):
            size, person = choice.size_id, choice.staff_id
            if size.garment_id != choice.garment_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s: %(size)s is no size of “%(garment)s”. Choose one "
                        "of its sizes.",
                        person=person.name,
                        size=size.display_name,
                        garment=choice.garment_id.name,
                    )
                )
            if not person.sex:
                raise ValidationError(
                    self.env._(
                        "Enter whether %(person)s is a woman or a man first: sizes of "
                        "women and men differ.",
                        person=person.name,
                    )
                )
            if size.sex != person.sex:
                raise ValidationError(
                    self.env._(
                        "%(person)s: %(size)s of “%(garment)s” is not for this sex. "
                        "Sizes that fit: %(fitting)s.",
                        person=person.name,
                        size=size.display_name,
                        garment=choice.garment_id.name,
                        fitting=", ".join(
                            choice.garment_id.size_ids.filtered(
                                lambda row, sex=person.sex: row.sex == sex
                            ).mapped("name")
                        )
                        or "–",
                    )
                )

    @api.constrains("garment_id", "staff_id", "size_id")
    def _check_main_staff(self):
        """Sizes are asked of main staff only (dispatch of March 2017, section I)."""
        # sudo: the rule holds whatever the user may see of other assignments
        people = self.filtered("size_id").sudo().staff_id
        others = (
            people
            - people.assignment_ids.filtered_domain(
                [("role", "=", "main"), ("state", "not in", ("ended", "refused"))]
            ).staff_id
        )
        if others:
            raise ValidationError(
                self.env._(
                    "%(person)s is not main staff: sizes are asked of main staff only.",
                    person=others[0].name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Create rows; who entered a size, and when, is kept."""
        return super().create([self._with_author(vals) for vals in vals_list])

    def write(self, vals):
        """Write sizes; whose they are, and of what, stays."""
        if vals.keys() & IDENTITY:
            raise ValidationError(
                self.env._(
                    "A size belongs to its person and garment. Add another row instead."
                )
            )
        result = super().write(self._with_author(vals))
        if "size_id" in vals:
            self.env["tthc.uniform.campaign.agency"]._settle(self.agency_id)
        return result

    def _with_author(self, vals):
        """Values with who entered them; a form or an import does not say so."""
        vals = {
            name: value
            for name, value in vals.items()
            if name not in ("entered_by_id", "entered_at")
        }
        if "size_id" not in vals:
            return vals
        given = bool(vals["size_id"])
        return {
            **vals,
            "entered_by_id": given and self.env.uid,
            "entered_at": given and clock.now(),
        }

    @api.model
    def _ensure(self, pairs):
        """Make rows for people who are asked and have none yet.

        :param pairs: iterable of (``tthc.staff``, ``tthc.uniform.garment``)
        :return: dict (staff id, garment id) → row, with those that were there
        """
        pairs = [(staff.id, garment.id) for staff, garment in pairs]
        known = self._by_pair(pairs)
        missing = [pair for pair in pairs if pair not in known]
        if missing:
            # sudo: empty rows to be filled in; who may fill them is the rules' matter
            made = self.sudo().create(
                [
                    {"staff_id": staff_id, "garment_id": garment_id}
                    for staff_id, garment_id in missing
                ]
            )
            made.staff_id._fill_told_sizes()
            known = self._by_pair(pairs)
        return known

    @api.model
    def _by_pair(self, pairs):
        """Rows of people and garments.

        :param pairs: list of (staff id, garment id)
        :return: dict pair → row, in the superuser's environment
        """
        # sudo: progress is counted over all people, whatever the user may see of them
        rows = self.sudo().search(
            [
                ("staff_id", "in", list({staff_id for staff_id, _garment in pairs})),
                ("garment_id", "in", list({garment for _staff, garment in pairs})),
            ]
        )
        return {(row.staff_id.id, row.garment_id.id): row for row in rows}
