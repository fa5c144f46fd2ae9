from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: What was approved applies within its dates, whether it was abolished later or not.
PUBLISHED_STATES = ("approved", "abolished")


class TthcVersionValidity(models.AbstractModel):
    """The days on which a version applies, and what follows from them.

    An abolished version applied until its end: a dossier of last year is still judged
    by it. One that was abolished before it began has no day: it ends as it begins.
    """

    _name = "tthc.version.validity"
    _description = "Validity of a version"

    valid_from = fields.Date(string="Valid from", tracking=True, copy=False)
    valid_from_note = fields.Char(
        string="Basis of the date",
        copy=False,
        help="Where the day of effect comes from when no decision tells it.",
    )
    valid_to = fields.Date(
        string="Valid until",
        tracking=True,
        copy=False,
        help="First day on which the version no longer applies.",
    )
    in_force = fields.Boolean(compute="_compute_in_force", search="_search_in_force")
    life = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("waiting", "Waiting for its day"),
            ("in_force", "In force"),
            ("superseded", "Superseded"),
            ("abolished", "Abolished"),
        ],
        string="Stage",
        compute="_compute_life",
        search="_search_life",
        help="The state together with what follows today from the dates.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to > valid_from"
        " OR (state = 'abolished' AND valid_to = valid_from))",
        "A version can't end before it begins.",
    )
    _abolished_has_end = models.Constraint(
        "CHECK (state != 'abolished' OR valid_to IS NOT NULL)",
        "An abolished version must say when it ended.",
    )

    @api.depends("state", "valid_from", "valid_to")
    def _compute_in_force(self):
        today = clock.today(VIETNAM)
        for version in self:
            version.in_force = version._in_force_on(today)

    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._domain_in_force(clock.today(VIETNAM))

    @api.depends("state", "valid_from", "valid_to")
    def _compute_life(self):
        today = clock.today(VIETNAM)
        for version in self:
            version.life = version._life_on(today)

    def _search_life(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = clock.today(VIETNAM)
        return Domain.OR(self._domain_of_life(life, today) for life in value)

    def _life_on(self, day):
        """The stage of the version on a day.

        :param day: ``datetime.date`` in the time zone of the center
        :return: key of the field ``life``
        """
        self.ensure_one()
        if self.state not in PUBLISHED_STATES:
            return self.state
        if self._in_force_on(day):
            return "in_force"
        if self._never_applied():
            return "abolished"
        if day < self.valid_from:
            return "waiting"
        return "superseded" if self.state == "approved" else "abolished"

    @api.model
    def _domain_of_life(self, life, day):
        """Versions that are in a stage on a day.

        :param life: key of the field ``life``
        :param day: ``datetime.date`` in the time zone of the center
        """
        published = Domain("state", "in", PUBLISHED_STATES)
        never = self._domain_never_applied()
        domains = {
            "waiting": published & Domain("valid_from", ">", day) & ~never,
            "in_force": self._domain_in_force(day),
            "superseded": Domain("state", "=", "approved")
            & Domain("valid_to", "<=", day),
            "abolished": Domain("state", "=", "abolished")
            & (Domain("valid_to", "<=", day) | never),
        }
        return domains.get(life, Domain("state", "=", life))

    def _never_applied(self):
        """Whether the version was abolished before it began."""
        self.ensure_one()
        return bool(self.valid_to) and self.valid_to == self.valid_from

    @api.model
    def _domain_never_applied(self):
        def to_sql(model, alias, query):
            """The condition in SQL."""
            begin, end = (
                model._field_to_sql(alias, name, query)
                for name in ("valid_from", "valid_to")
            )
            return SQL("COALESCE(%s = %s, FALSE)", begin, end)

        return Domain.custom(
            to_sql=to_sql, predicate=lambda version: version._never_applied()
        )

    def _in_force_on(self, day):
        """Whether the version applies on a day, one in the past included.

        :param day: ``datetime.date`` in the time zone of the center
        """
        self.ensure_one()
        return (
            self.state in PUBLISHED_STATES
            and bool(self.valid_from)
            and self.valid_from <= day
            and (not self.valid_to or day < self.valid_to)
        )

    @api.model
    def _domain_in_force(self, day):
        """Versions that apply on a day, one in the past included.

        :param day: ``datetime.date`` in the time zone of the center
        """
        return (
            Domain("state", "in", PUBLISHED_STATES)
            & Domain("valid_from", "<=", day)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">", day))
        )

    def _overlaps(self, other):
        """Whether two versions would apply on a same day."""
        if self._never_applied() or other._never_applied():
            return False
        end, other_end = (version.valid_to or date.max for version in (self, other))
        return self.valid_from < other_end and other.valid_from < end

    def _end_by(self, day):
        """The end of the version where it is to end on a day.

        :param day: ``datetime.date`` in the time zone of the center
        :return: that day, or the end it has already, or its first day when it never
            began
        """
        self.ensure_one()
        return max(self.valid_from, min(day, self.valid_to or day))
