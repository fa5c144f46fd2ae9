from odoo import api, fields, models

from odoo.addons.tthc_base.tools.search_key import fold

CONTACT_FIELDS = ("phone", "email", "address", "birth_date", "sex")


class TthcApplicant(models.Model):
    """A person or body that submits dossiers; found by an exact number, not browsed."""

    _name = "tthc.applicant"
    _inherit = ["tthc.personal.data"]
    _description = "Applicant"
    _order = "name"

    name = fields.Char(required=True)
    name_key = fields.Char(compute="_compute_name_key", store=True, precompute=True)
    kind = fields.Selection(
        [
            ("person", "Citizen"),
            ("company", "Enterprise"),
            ("household", "Business household"),
            ("organisation", "Organisation"),
            ("authority", "State agency"),
        ],
        required=True,
        default="person",
    )
    birth_date = fields.Date()
    sex = fields.Selection([("male", "Male"), ("female", "Female")])
    phone = fields.Char()
    phone_key = fields.Char(
        compute="_compute_phone_key",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    email = fields.Char()
    address = fields.Char()
    identity_ids = fields.One2many("tthc.applicant.identity", "applicant_id")

    @api.depends("name")
    def _compute_name_key(self):
        for applicant in self:
            applicant.name_key = fold(applicant.name)

    @api.depends("phone")
    def _compute_phone_key(self):
        for applicant in self:
            applicant.phone_key = self._phone_key(applicant.phone) or False

    @api.model
    def _personal_fields(self):
        """All of an applicant is personal."""
        return super()._personal_fields() | set(self._fields) - {"id"}

    @api.model
    def _phone_key(self, phone):
        """Digits of a phone number in the national form, to compare by.

        :param phone: as typed: blanks, dots and +84 are all right
        :return: such as “0912345678”, or an empty text
        """
        digits = "".join(char for char in phone or "" if char.isdigit())
        return f"0{digits[2:]}" if digits.startswith("84") else digits

    @api.model
    def _find_by_number(self, number):
        """The applicant who holds an identity paper.

        :param number: exact number; blanks and dots are ignored
        :return: one applicant or none
        """
        key = self.env["tthc.applicant.identity"]._number_key(number)
        if not key:
            return self.browse()
        identity = self.env["tthc.applicant.identity"].search(
            [("number_key", "=", key)], limit=1
        )
        return identity.applicant_id

    @api.model
    def _find_or_create(self, values):
        """Take the applicant of the given number, or make a new one.

        What the applicant tells now and the register does not yet know is added;
        nothing known is overwritten: the dossier keeps what was told for it.

        :param values: dict with ``name``, ``kind``, ``identity_kind``,
            ``identity_number`` and the contact fields
        :return: one applicant
        """
        found = self._find_by_number(values.get("identity_number"))
        if found:
            found._add_contact(values)
            return found
        identity = {
            "kind": values.get("identity_kind") or "cccd",
            "number": values.get("identity_number"),
        }
        return self.create(
            {
                "name": values["name"],
                "kind": values.get("kind") or "person",
                **{name: values.get(name) or False for name in CONTACT_FIELDS},
                "identity_ids": [(0, 0, identity)] if identity["number"] else [],
            }
        )

    def _add_contact(self, values):
        self.ensure_one()
        missing = {
            name: values[name]
            for name in CONTACT_FIELDS
            if values.get(name) and not self[name]
        }
        if missing:
            self.write(missing)
