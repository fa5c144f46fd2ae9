from odoo import fields, models


class TthcStaff(models.Model):
    _inherit = "tthc.staff"

    size_ids = fields.One2many(
        "tthc.uniform.size.choice",
        "staff_id",
        string="Sizes",
        help="Asked of main staff only.",
    )
    uniform_issue_ids = fields.One2many(
        "tthc.uniform.issue", "staff_id", string="Uniforms received"
    )

    def _told_size_problem(self, size):
        """Refuse a size that no shirt has; without any shirt nothing is known.

        :param size: as it stands on the list
        :return: words, or None
        """
        problem = super()._told_size_problem(size)
        shirt = self._told_garment()
        if problem or not shirt.size_ids or self._told_sizes(size):
            return problem
        return self.env._(
            "There is no size %(size)s; there are %(known)s.",
            size=size,
            known=", ".join(dict.fromkeys(shirt.size_ids.mapped("name"))),
        )

    def _take_told_size(self, size):
        """Keep the size, and enter it where it is asked for already."""
        result = super()._take_told_size(size)
        self._fill_told_sizes()
        return result

    def write(self, vals):
        """Write; once it is known who is a woman and who a man, told sizes count."""
        result = super().write(vals)
        if vals.get("sex"):
            self._fill_told_sizes()
        return result

    def _fill_told_sizes(self):
        """Enter the sizes that agencies told where a row waits for one.

        A size that somebody entered stays; one of the other sex is not taken.
        """
        for row in self.size_ids.filtered(
            lambda row: (
                not row.size_id
                and row.garment_id == self._told_garment()
                and row.staff_id.sex
                and row.is_asked
            )
        ):
            person = row.staff_id
            row.size_id = person._told_sizes(person.size_told).filtered(
                lambda size, sex=person.sex: size.sex == sex
            )[:1]

    def _told_garment(self):
        """The garment that the column of the list means: the first one, the shirt."""
        return self.env["tthc.uniform.garment"].search([], limit=1)

    def _told_sizes(self, size):
        name = (size or "").strip().casefold()
        return self._told_garment().size_ids.filtered(
            lambda row: row.name.casefold() == name
        )
