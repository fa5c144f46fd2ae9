import hashlib
import json
from typing import Any, NamedTuple

from odoo import models


class Share(NamedTuple):
    """What goes from one agency to another, all of one kind."""

    kind: str
    from_agency: Any
    to_agency: Any
    records: Any
    #: For sets too large to be listed: how many, and where they are found.
    count: int | None = None
    domain: list | None = None
    #: Comes and goes by the minute (dossiers): no reason to preview again.
    volatile: bool = False

    def number(self):
        """How many records the share has."""
        return len(self.records) if self.count is None else self.count

    def where(self):
        """The records as a domain that JSON can hold."""
        if self.domain is not None:
            return self.domain
        return [["id", "in", self.records.ids]]


class Remark(NamedTuple):
    """What should be known before the reorganisation is confirmed."""

    severity: str
    message: str
    records: Any


class TthcReorganisationPlan(models.AbstractModel):
    """What moves, where to, and how: the part that higher floors extend.

    A floor adds a kind of things that move with three methods: its words in
    ``_share_words``, what there is of it in ``_shares``, and how it moves in
    ``_move_<kind>``; what one should know beforehand comes from ``_remarks``. A
    line's own targets (a sector, a procedure) are added in
    ``tthc.reorganisation.line._target_fields``.
    """

    _name = "tthc.reorganisation.plan"
    _description = "Plan of a reorganisation"

    def _share_words(self):
        """What each kind is called and what happens to it.

        :return: dict of kind → pair: label, sentence for the preview
        """
        return {
            "unit": (
                self.env._("Units"),
                self.env._("Get the successor as their superior."),
            ),
            "counter": (
                self.env._("Counters"),
                self.env._("Serve the successor instead."),
            ),
            "center": (
                self.env._("Centers"),
                self.env._(
                    "Belong to the successor; receipts of before keep the old "
                    "letterhead."
                ),
            ),
            "user": (
                self.env._("People"),
                self.env._(
                    "Become members of the successor with their roles, center and "
                    "counter."
                ),
            ),
            "end": (
                self.env._("Agencies that end"),
                self.env._(
                    "Cease to exist on the day; old dossiers and receipts keep the "
                    "name."
                ),
            ),
            "name": (
                self.env._("Agencies renamed"),
                self.env._(
                    "Take the new name on the day; receipts of before keep the old one."
                ),
            ),
        }

    def _shares(self):
        """All that moves, in the order in which it is done.

        :return: list of :class:`Share`
        """
        self.ensure_one()
        if self.kind == "rename":
            agency = self.from_ids[:1]
            return [Share("name", agency, agency, agency)]
        routes = self._routes()
        kept = self.from_ids | self.to_ids
        shares = []
        for agency in self.from_ids.with_context(active_test=False):
            for kind, records in (
                ("unit", agency.child_ids - kept),
                ("counter", self._with_agency("tthc.counter", "agency_ids", agency)),
                ("center", self._with_agency("tthc.center", "agency_id", agency)),
                ("user", self._with_agency("res.users", "tthc_agency_ids", agency)),
            ):
                shares += self._distribute(kind, agency, records, routes)
            if agency not in self.to_ids:
                heir = self._heir(routes, agency)
                shares.append(Share("end", agency, heir, agency))
        return shares

    def _with_agency(self, model_name, field_name, agency):
        """Records of an agency, those in the archive too."""
        model = self.env[model_name].with_context(active_test=False)
        return model.search([(field_name, "=", agency.id)])

    def _distribute(self, kind, agency, records, routes, keys=None, **options):
        """Shares of records of one kind, one share a successor.

        :param agency: ``tthc.agency`` that they leave
        :param routes: as :meth:`_routes` gives
        :param keys: function of a record → list of (scope, record) that may name an
            exception, most exact first; by default the record itself
        :param options: further values of :class:`Share`
        :return: list of shares, without what stays where it is
        """
        keys = keys or (lambda record: [(kind, record)])
        by_heir = records.grouped(
            lambda record: self._heir(routes, agency, *keys(record))
        )
        return [
            Share(kind, agency, heir, group, **options)
            for heir, group in by_heir.items()
            if heir != agency
        ]

    def _routes(self):
        """Where each line sends what it names.

        :return: dict of (agency id, scope, id of the target or False) → agency
        """
        self.ensure_one()
        return {
            (line.from_agency_id.id, line.scope, line._target().id): line.to_agency_id
            for line in self.line_ids
        }

    def _heir(self, routes, agency, *keys):
        """Who takes over something of an agency.

        :param routes: as :meth:`_routes` gives
        :param keys: pairs (scope, record) that may be named by a line
        :return: ``tthc.agency``; empty where a line says nobody
        """
        for scope, record in keys:
            if (agency.id, scope, record.id) in routes:
                return routes[agency.id, scope, record.id]
        return routes.get((agency.id, "all", False), self.env["tthc.agency"])

    def _remarks(self, shares):
        """What should be known before it is done; a higher floor adds its own.

        :param shares: as :meth:`_shares` gives
        :return: list of :class:`Remark`; “blocking” ones keep it from being done
        """
        self.ensure_one()
        return [
            *self._remarks_on_agencies(),
            *self._remarks_on_people(shares),
            *self._remarks_on_counters(shares),
        ]

    def _remarks_on_agencies(self):
        day = self.date_effective
        remarks = []
        for agency in self.to_ids:
            if not agency.active or (agency.date_to and agency.date_to <= day):
                message = self.env._(
                    "%(agency)s no longer exists on the day: choose another successor.",
                    agency=agency.name,
                )
                remarks.append(Remark("blocking", message, agency))
            elif agency.date_from and agency.date_from > day:
                message = self.env._(
                    "%(agency)s is founded after the day: mend one of the two dates.",
                    agency=agency.name,
                )
                remarks.append(Remark("blocking", message, agency))
        for agency in self.from_ids:
            if agency.date_to and agency.date_to <= day:
                message = self.env._(
                    "%(agency)s has ended before the day already.", agency=agency.name
                )
                remarks.append(Remark("blocking", message, agency))
            elif agency.date_from and agency.date_from >= day:
                message = self.env._(
                    "%(agency)s does not exist yet before the day.", agency=agency.name
                )
                remarks.append(Remark("blocking", message, agency))
        rivals = self.search(
            [
                ("state", "=", "scheduled"),
                ("id", "not in", self.ids),
                ("from_ids", "in", self.from_ids.ids),
            ]
        )
        if rivals:
            message = self.env._(
                "Another reorganisation of the same agency is scheduled: %(other)s.",
                other=rivals[0].display_name,
            )
            remarks.append(Remark("blocking", message, rivals))
        return remarks

    def _remarks_on_people(self, shares):
        leaving = [
            share for share in shares if share.kind == "user" and not share.to_agency
        ]
        users = self.env["res.users"].union(*(share.records for share in leaving))
        alone = users.filtered(lambda user: not user.tthc_agency_ids - self.from_ids)
        if not alone:
            return []
        message = self.env._(
            "%(count)s people are left without an agency and will see no dossiers of "
            "one: %(names)s.",
            count=len(alone),
            names=", ".join(alone[:5].mapped("name")),
        )
        return [Remark("warning", message, alone)]

    def _remarks_on_counters(self, shares):
        remarks = []
        for share in shares:
            if share.kind != "counter":
                continue
            both = share.records.filtered(
                lambda counter, heir=share.to_agency: heir & counter.agency_ids
            )
            if both:
                message = self.env._(
                    "%(count)s counters serve %(old)s and %(new)s already; they go on "
                    "with one.",
                    count=len(both),
                    old=share.from_agency.display_name,
                    new=share.to_agency.display_name,
                )
                remarks.append(Remark("warning", message, both))
            idle = share.records.filtered(
                lambda counter, heir=share.to_agency: (
                    not (counter.agency_ids - self.from_ids) | heir
                )
            )
            if idle:
                message = self.env._(
                    "%(count)s counters will serve no agency.", count=len(idle)
                )
                remarks.append(Remark("warning", message, idle))
        return remarks

    def _fingerprint(self, shares):
        """A word that changes when something else would move.

        Dossiers do not count: they come and go by the minute, and those of the
        moment are moved.

        :param shares: as :meth:`_shares` gives
        """
        rows = sorted(
            [share.kind, share.from_agency.id, share.to_agency.id, share.where()]
            for share in shares
            if not share.volatile
        )
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()

    # -- how each kind moves ----------------------------------------------------

    def _move_unit(self, share):
        share.records.write({"parent_id": share.to_agency.id})

    def _move_counter(self, share):
        share.records.write({"agency_ids": self._swap(share)})

    def _move_user(self, share):
        share.records.write({"tthc_agency_ids": self._swap(share)})

    def _swap(self, share):
        """Commands that put the successor in the place of the old agency."""
        swap = [(3, share.from_agency.id)]
        return [*swap, (4, share.to_agency.id)] if share.to_agency else swap

    def _move_center(self, share):
        share.records._keep_body_until(self.date_effective, self._ground())
        share.records.write({"agency_id": share.to_agency.id})

    def _move_end(self, share):
        below = self.to_ids.filtered(lambda agency: agency.parent_id == share.records)
        below.write({"parent_id": share.records.parent_id.id})
        share.records.write(
            {"date_to": self.date_effective, "successor_id": share.to_agency.id}
        )

    def _move_name(self, share):
        share.records._keep_names_until(self.date_effective, self._ground())
        names = {
            "name": self.new_name,
            "short_name": self.new_short_name,
            "identifier": self.new_identifier,
            "identifier_long": self.new_identifier_long,
        }
        share.records.write({key: value for key, value in names.items() if value})
