from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.search_key import typed


class TthcDossierFinding(models.AbstractModel):
    """Finding a dossier by what somebody types or scans at a desk."""

    _name = "tthc.dossier.finding"
    _description = "Finding a dossier"

    query = fields.Char(
        string="Anything",
        compute="_compute_query",
        search="_search_query",
        help="Code, applicant's name without accents, exact identity or phone number.",
    )

    def _compute_query(self):
        self.query = False

    def _search_query(self, operator, value):
        if operator == "in":
            return Domain.OR(self._domain_of_text(text) for text in value if text)
        if operator in Domain.NEGATIVE_OPERATORS or not isinstance(value, str):
            return NotImplemented
        return self._domain_of_text(value)

    @api.model
    def _domain_of_text(self, text):
        """Dossiers that a text typed or scanned at a desk means.

        Each branch is answered by an index of its own: the whole code, a phone or
        identity number, part of a code, the number of a receipt made ahead, words of a
        name.

        :param text: as typed, with or without accents
        """
        text = text.strip()
        if not any(char.isdigit() for char in text):
            return self._domain_of_words(text)
        # sudo: a look into the unique index; record rules hold for what is found
        scanned = self.sudo().search([("code", "=", text.upper())], limit=1)
        if scanned:
            return Domain("id", "=", scanned.id)
        domain = Domain("code", "like", text.upper())
        domain |= Domain("reserved_number", "=", text.upper())
        phone = self.env["tthc.applicant"]._phone_key(text)
        if len(phone) >= 9:
            number = self.env["tthc.applicant.identity"]._number_key(text)
            return (
                domain
                | Domain("owner_identity", "=", number)
                | Domain("owner_phone", "=", phone)
            )
        return domain | self._domain_of_words(text)

    @api.model
    def _domain_of_words(self, text):
        """Dossiers in whose applicant's name a word begins with each word of a text.

        Beginnings, not parts of words: “ho” means Hồ and Hoàng, not Thọ.

        :param text: as typed, with or without accents
        """
        words = typed(text)
        if not words:
            return Domain.TRUE

        def to_sql(model, alias, query):
            """The condition in SQL."""
            key = model._field_to_sql(alias, "owner_key", query)
            return SQL("string_to_array(%s, ' ') @> %s", key, words)

        return Domain.custom(to_sql=to_sql)

    # -- side panel -------------------------------------------------------------

    @api.model
    def search_panel_select_range(self, field_name, **kwargs):
        """Offer the sectors of the user's center, or all to who has none.

        What the dossiers on file have would be read from all of them.
        """
        if field_name == "sector_id" and kwargs.get("expand"):
            domain = Domain(kwargs.get("comodel_domain") or Domain.TRUE)
            kwargs["comodel_domain"] = list(domain & self._domain_of_own_sectors())
        return super().search_panel_select_range(field_name, **kwargs)

    @api.model
    def _domain_of_own_sectors(self):
        center = self.env.user.tthc_center_id
        if not center:
            return Domain.TRUE
        received = self.env["tthc.procedure.version"]._read_group(
            [("admission_ids.center_id", "=", center.id)], ["sector_id"]
        )
        return Domain("id", "in", [sector.id for (sector,) in received])

    @api.model
    def _search_panel_selection_range(self, field_name, **kwargs):
        """Drafts are in no list of dossiers."""
        values = super()._search_panel_selection_range(field_name, **kwargs)
        if field_name != "state":
            return values
        return [value for value in values if value["id"] != "draft"]
