import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

KINDS = [
    ("counter", "Counter"),
    ("courier", "Courier"),
    ("agency", "Agency"),
    ("citizen", "Citizen"),
    ("archive", "Archive"),
    ("lost", "Lost"),
    ("void", "No longer there"),
]


class TthcCustodyHolder(models.Model):
    """Who can hold a paper: one row a counter, courier, person of an agency, …

    One link from the paper to a row here is what “exactly one holder” means. Rows are
    found or made by the moves; they carry no right and nobody edits them.
    """

    _name = "tthc.custody.holder"
    _description = "Holder of papers"
    _order = "kind, id"

    kind = fields.Selection(KINDS, required=True, readonly=True)
    center_id = fields.Many2one("tthc.center", ondelete="restrict", readonly=True)
    counter_id = fields.Many2one("tthc.counter", ondelete="restrict", readonly=True)
    agency_id = fields.Many2one("tthc.agency", ondelete="restrict", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        ondelete="restrict",
        readonly=True,
        index="btree_not_null",
    )

    _one_row_each = models.Constraint(
        "UNIQUE NULLS NOT DISTINCT (kind, center_id, counter_id, agency_id, user_id)",
        "There is a row of this holder already.",
    )

    @api.depends("kind", "center_id", "counter_id", "agency_id", "user_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for holder in self:
            # sudo: names of places and people that the move itself makes known
            known = holder.sudo()
            parts = [
                known.counter_id.display_name or known.center_id.display_name,
                known.agency_id.display_name,
                known.user_id.name,
            ]
            names = " · ".join(part for part in parts if part)
            if holder.kind in ("counter", "agency") and names:
                holder.display_name = names
            else:
                holder.display_name = ": ".join(
                    part for part in (labels[holder.kind], names) if part
                )

    @api.model
    def _of(self, kind, center=None, counter=None, agency=None, user=None):
        """The row of a holder, made where there is none yet.

        :param kind: key of :data:`KINDS`
        :param center, counter, agency, user: records or None
        :raise ConcurrencyError: when another transaction makes it at this moment; the
            request is repeated by Odoo and finds it
        """
        values = {
            "kind": kind,
            "center_id": center.id if center else False,
            "counter_id": counter.id if counter else False,
            "agency_id": agency.id if agency else False,
            "user_id": user.id if user else False,
        }
        # sudo: whoever moves a paper may not write the list of holders by hand
        holders = self.sudo()
        holder = holders.search([(name, "=", value) for name, value in values.items()])
        if holder:
            return holder.with_env(self.env)
        try:
            with self.env.cr.savepoint():
                return holders.create(values).with_env(self.env)
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error

    @api.model
    def _counter_of(self, user, center):
        """The counter at which a user of a center takes papers in and hands them out.

        :param user: ``res.users``
        :param center: ``tthc.center``
        """
        counter = user.tthc_counter_id
        if counter.center_id != center:
            counter = None
        return self._of("counter", center=center, counter=counter)

    @api.model
    def _person_of(self, user, agency):
        """A person of an agency."""
        return self._of("agency", agency=agency, user=user)

    def _is_at(self, center):
        """Whether these are counters of a center."""
        return all(
            holder.kind == "counter" and holder.center_id == center for holder in self
        )
