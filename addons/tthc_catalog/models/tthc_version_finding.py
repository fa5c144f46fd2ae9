from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.search_key import fold

from ..tools.form_code import cited_form_keys, form_key, looks_like_form, names_form

#: What the counter shows of each version found: read with the search itself.
SHOWN_FIELDS = (
    "code",
    "name",
    "agency_id",
    "at_center_body",
    "limit_value",
    "limit_unit",
    "fee_known",
    "fee_amount",
    "fee_text",
    "currency_id",
)


class TthcVersionFinding(models.AbstractModel):
    """How a version is found: by code, words without accents, form."""

    _name = "tthc.version.finding"
    _description = "Finding of versions"

    search_key = fields.Char(
        compute="_compute_search_key",
        store=True,
        index="trigram",
        help="Code, name, keywords, sector and agency without accents.",
    )
    name_key = fields.Char(
        compute="_compute_search_key",
        store=True,
        help="Name without accents: a match in it comes before one in the agency.",
    )
    form_key = fields.Char(
        compute="_compute_form_key",
        store=True,
        help="Codes of the forms that the components carry or cite, between bars.",
    )
    query = fields.Char(
        string="Code or words",
        store=False,
        search="_search_query",
        help="Words of code, name, sector and agency in any order, without accents, or "
        "the code of a form.",
    )
    form_query = fields.Char(
        string="Form code",
        store=False,
        search="_search_form_query",
        help="Such as NA17 or Mẫu số 01.",
    )

    @api.depends("code", "name", "keywords", "sector_id.name", "agency_id.name")
    def _compute_search_key(self):
        for version in self:
            parts = (
                version.code,
                version.name,
                version.keywords,
                version.sector_id.name,
                version.agency_id.name,
            )
            version.search_key = fold(" ".join(part for part in parts if part))
            version.name_key = fold(version.name)

    @api.depends("component_ids.form_code", "component_ids.name")
    def _compute_form_key(self):
        for version in self:
            keys = {
                key
                for paper in version.component_ids
                for key in (form_key(paper.form_code), *cited_form_keys(paper.name))
                if key
            }
            version.form_key = f"|{'|'.join(sorted(keys))}|" if keys else False

    def _search_query(self, operator, value):
        return self._search_texts(self._domain_of_words, operator, value)

    def _search_form_query(self, operator, value):
        return self._search_texts(self._domain_of_form, operator, value)

    @api.model
    def _search_texts(self, domain_of, operator, value):
        if operator == "in":
            return Domain.OR(domain_of(text) for text in value)
        if operator.endswith("like") and operator not in Domain.NEGATIVE_OPERATORS:
            return domain_of(value)
        return NotImplemented

    @api.model
    def _domain_of_words(self, text):
        """Versions that a text finds.

        Every word occurs in the search key; a word that looks like the code of a
        form may be one. A text that names a form as a whole finds its versions too.

        :param text: as typed, with or without accents
        """
        domain = Domain.AND(self._domain_of_word(word) for word in fold(text).split())
        if names_form(text):
            domain |= self._domain_of_form(text)
        return domain

    @api.model
    def _domain_of_word(self, word):
        domain = Domain("search_key", "like", word)
        if looks_like_form(word):
            domain |= self._domain_of_form(word)
        return domain

    @api.model
    def _domain_of_form(self, text):
        """Versions of which a component carries or cites a form.

        “01” is not the beginning of “010”; “na1” is that of “NA17”.

        :param text: code of the form, with or without “mẫu số”
        """
        key = form_key(text)
        if not key:
            return Domain.FALSE
        if key[-1].isdigit() and not looks_like_form(key):
            return Domain("form_key", "like", f"|{key}|") | Domain(
                "form_key", "like", f"|{key} "
            )
        return Domain("form_key", "like", f"|{key}")

    @api.model
    def _find_for_center(self, text, center, day, limit=20):
        """Versions that a center may receive by, best match first.

        Every word of the text must occur in code, name, sector or agency, in any
        order and without accents; or the text is the code of a form. A code that
        begins with the text comes first, then those that carry the form, then those
        with all words in the name, then those received most. A province's own row
        hides the national one.

        :param text: what the clerk typed; empty for the most used ones
        :param center: ``tthc.center`` that receives
        :param day: ``datetime.date`` of the receipt in the center's time zone
        :param limit: at most this many
        :return: versions
        """
        query = self._search(
            self._domain_for_center(center, day) & self._domain_of_words(text),
            limit=limit,
        )
        if query.is_empty():
            return self.browse()
        query.order = SQL(", ").join(
            [*self._order_of_match(text), *self._order_of_usage(query, center)]
        )
        shown = self._determine_fields_to_fetch(SHOWN_FIELDS)
        return self._fetch_query(query, shown)

    @api.model
    def _domain_for_center(self, center, day):
        """Versions that a center receives by on a day.

        :param center: ``tthc.center``
        :param day: ``datetime.date`` in the center's time zone
        """
        admitted = self.env["tthc.procedure.admission"]._domain_in(center, day)
        domain = self._domain_in_force(day) & Domain(
            "procedure_id.admission_ids", "any", admitted
        )
        hidden = self._codes_of_the_province(center, day)
        if not hidden:
            return domain
        return domain & (
            Domain("province_id", "!=", False) | Domain("code", "not in", hidden)
        )

    @api.model
    def _codes_of_the_province(self, center, day):
        """Codes whose national version gives way to the province's own.

        :param center: ``tthc.center`` that the province's row has an admission for,
            whether it is received there or excluded
        :param day: ``datetime.date`` in the center's time zone
        :return: list of codes
        """
        return self.search_fetch(
            self._domain_in_force(day)
            & Domain("province_id", "!=", False)
            & Domain("procedure_id.admission_ids.center_id", "=", center.id),
            ["code"],
            order="id",
        ).mapped("code")

    @api.model
    def _order_of_match(self, text):
        """How well a text fits, best first, as terms of an ORDER BY.

        :param text: as typed, may be empty
        :return: list of SQL
        """
        folded = fold(text)
        if not folded:
            return []
        search_key, name_key, form = (
            SQL("COALESCE(%s, '')", SQL.identifier(self._table, name))
            for name in ("search_key", "name_key", "form_key")
        )
        words = SQL(" AND ").join(
            SQL("%s LIKE %s", name_key, f"%{word}%") for word in folded.split()
        )
        return [
            SQL("(%s LIKE %s) DESC", search_key, f"{folded}%"),
            SQL("(%s LIKE %s) DESC", form, f"%|{form_key(text)}|%"),
            SQL("(%s) DESC", words),
        ]

    @api.model
    def _order_of_usage(self, query, center):
        """Those received most first, then by code, as terms of an ORDER BY.

        :param query: ``Query`` on versions, which is joined with the usage
        :param center: ``tthc.center``
        :return: list of SQL
        """
        code = SQL.identifier(self._table, "code")
        usage = self._usage_rank(center)
        if not usage:
            return [code]
        query.add_join(
            "LEFT JOIN",
            "usage",
            SQL("(%s)", usage),
            SQL("usage.procedure_id = %s", SQL.identifier(self._table, "procedure_id")),
        )
        return [SQL("COALESCE(usage.uses, 0) DESC"), code]

    @api.model
    def _usage_rank(self, center):
        """How often each procedure is received at a center; a higher floor knows.

        :param center: ``tthc.center``
        :return: SQL of rows ``procedure_id``, ``uses``, or None
        """
        return None
