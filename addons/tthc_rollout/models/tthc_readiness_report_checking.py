from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_center_hr.tools.phone_number import plain_phone

#: More rules than there will be.
RULES_AT_MOST = 100


class Lack(NamedTuple):
    """Something that a report lacks: in words, and the row that it is about."""

    text: str
    res_id: int = 0


class TthcReadinessReportChecking(models.AbstractModel):
    """What a report lacks, by rule (``tthc.readiness.rule``), and how to mend it."""

    _name = "tthc.readiness.report.checking"
    _description = "Completeness of a readiness report"

    findings = fields.Json(
        string="Still missing", compute="_compute_findings", compute_sudo=True
    )
    finding_count = fields.Integer(
        string="Missing", compute="_compute_findings", compute_sudo=True
    )
    score = fields.Integer(
        string="Complete (%)", compute="_compute_findings", compute_sudo=True
    )

    @api.depends(
        "person_ids.name",
        "person_ids.role",
        "person_ids.phone",
        "person_ids.size",
        "count_ids.number",
        "count_ids.remark",
        "visit_ids.hour",
        "plan_ids.tthc_date_from",
        "plan_ids.tthc_date_to",
        "difficulty_ids",
    )
    @api.depends_context("lang")
    def _compute_findings(self):
        rules = self.env["tthc.readiness.rule"].search([], limit=RULES_AT_MOST)
        known = self._rule_context()
        for report in self:
            lacks = {rule: report._lacks(rule, known) for rule in rules}
            report.findings = [
                {
                    "code": rule.code,
                    "severity": rule.severity,
                    "weight": rule.weight,
                    "section": rule.section,
                    "text": lack.text[:1].upper() + lack.text[1:],
                    "ground": rule.ground,
                    "res_id": lack.res_id,
                }
                for rule in rules
                for lack in lacks[rule]
            ]
            asked = rules.filtered(lambda rule: rule.severity != "note")
            report.finding_count = sum(len(lacks[rule]) for rule in asked)
            weights = sum(asked.mapped("weight"))
            kept = sum(rule.weight for rule in asked if not lacks[rule])
            report.score = round(100 * kept / weights) if weights else 100

    def _found(self):
        """The findings of one report; nothing is kept as no list at all.

        :return: list of dicts
        """
        self.ensure_one()
        return self.findings or []

    def _rule_context(self):
        """What the rules ask for besides the rows, read for all reports at once.

        :return: dict ``counters`` and ``people``, each by agency id and center id
        """
        counters = {}
        for counter in self.center_id.counter_ids:
            for agency in counter.agency_ids:
                key = (agency.id, counter.center_id.id)
                counters[key] = counters.get(key, counter.browse()) | counter
        live = {
            (report.agency_id.id, report.center_id.id): people
            for report, people in self._live_people().items()
        }
        # Read for all at once what the rules ask of each.
        self.person_ids.assignment_id.staff_id.mapped("photo_fits")
        self.person_ids.assignment_id.counter_ids.mapped("code")
        return {"counters": counters, "people": live}

    def _lacks(self, rule, known):
        """What one report lacks by one rule.

        :param rule: ``tthc.readiness.rule``
        :param known: see :meth:`_rule_context`
        :return: list of :class:`Lack`
        """
        self.ensure_one()
        return list(getattr(self, f"_lacks_{rule.code}")(known))

    def _counters(self, known):
        key = (self.agency_id.id, self.center_id.id)
        return known["counters"].get(key, self.env["tthc.counter"])

    def _people(self, *roles):
        return self.person_ids.filtered(lambda row: row.role in roles)

    def _empty_counters(self, known, role):
        """Counters of the agency for which nobody of a role is left.

        People without a counter of their own may serve any of them.
        """
        people = self._people(role)
        counters = self._counters(known)
        bound = people.filtered(lambda row: row.assignment_id.counter_ids & counters)
        open_counters = counters - bound.assignment_id.counter_ids
        return open_counters[len(people - bound) :]

    # -- one method a rule: what is lacking ------------------------------------------

    def _lacks_leader(self, _known):
        if not self._people("leader"):
            yield Lack(self.env._("no leader in charge is named"))

    def _lacks_main(self, known):
        if not self._people("main"):
            yield Lack(self.env._("no main staff is named"))
            return
        for counter in self._empty_counters(known, "main"):
            yield Lack(
                self.env._(
                    "no main staff for %(counter)s",
                    counter=counter.display_name,
                ),
                counter.id,
            )

    def _lacks_reserve(self, _known):
        if not self._people("reserve"):
            yield Lack(self.env._("no reserve staff is named"))

    def _lacks_reserve_counter(self, known):
        if not self._people("reserve"):
            return
        for counter in self._empty_counters(known, "reserve"):
            yield Lack(
                self.env._(
                    "no reserve staff left for %(counter)s",
                    counter=counter.display_name,
                ),
                counter.id,
            )

    def _lacks_postal(self, _known):
        if not self._people("postal"):
            yield Lack(self.env._("nobody is named who is there for the Post"))

    def _lacks_phone(self, _known):
        for row in self.person_ids.sorted():
            if not (row.phone or "").strip():
                yield Lack(
                    self.env._("%(name)s: no mobile phone", name=row.name), row.id
                )
            elif not plain_phone(row.phone):
                # Read by inspectors, too, who see no phones.
                yield Lack(
                    self.env._("%(name)s: not a phone number", name=row.name), row.id
                )

    def _lacks_photo(self, _known):
        for row in self._people("main", "reserve"):
            if not row.assignment_id.staff_id.photo_fits:
                yield Lack(
                    self.env._("%(name)s: no picture 3×4 for the card", name=row.name),
                    row.id,
                )

    def _lacks_size(self, _known):
        for row in self._people("main"):
            if not row.size and not row.assignment_id.staff_id.sector_uniform:
                yield Lack(self.env._("%(name)s: no shirt size", name=row.name), row.id)

    def _lacks_named(self, known):
        live = known["people"].get((self.agency_id.id, self.center_id.id), [])
        for assignment in live:
            if assignment not in self.person_ids.assignment_id:
                yield Lack(
                    self.env._(
                        "%(name)s is proposed or assigned, but not named here",
                        name=assignment.display_name,
                    ),
                    assignment.id,
                )
        for row in self.person_ids.filtered(lambda row: not row.assignment_id):
            yield Lack(
                self.env._(
                    "%(name)s is named here, but not proposed to the center",
                    name=row.name,
                ),
                row.id,
            )

    def _lacks_count(self, _known):
        blank = self._blank_counts()
        if blank:
            yield Lack(
                self.env._(
                    "%(count)s kinds of procedures without a count", count=len(blank)
                )
            )
        for row in (self.count_ids - blank).sorted():
            if row.is_corrected and row.system_number and not row.remark:
                yield Lack(
                    self.env._(
                        "%(label)s: the catalog says %(system)s; say why it is "
                        "%(number)s",
                        label=row.label,
                        system=row.system_text,
                        number=row.number,
                    ),
                    row.id,
                )

    def _blank_counts(self):
        return self.count_ids.filtered(lambda row: not (row.number or "").strip())

    def _lacks_visit(self, _known):
        if not self.visit_ids:
            yield Lack(self.env._("no hour of the Post at the agency"))

    def _lacks_plan(self, _known):
        if not self.plan_ids:
            yield Lack(self.env._("the plan has no line"))
        for line in self.plan_ids:
            if not line.tthc_date_from or not line.tthc_date_to:
                yield Lack(
                    self.env._("“%(line)s”: no begin or no end", line=line.name),
                    line.id,
                )

    def _lacks_dates(self, _known):
        for line in self.plan_ids:
            first, last = line.tthc_date_from, line.tthc_date_to
            if first and last and last < first:
                yield Lack(
                    self.env._("“%(line)s” ends before it begins", line=line.name),
                    line.id,
                )

    def _lacks_opening(self, _known):
        for line in self.plan_ids.filtered("tthc_past_opening"):
            yield Lack(
                self.env._(
                    "“%(line)s” ends after the opening on %(day)s",
                    line=line.name,
                    day=self.opening_day.strftime("%d/%m/%Y"),
                ),
                line.id,
            )

    # -- what follows -----------------------------------------------------------------

    def _check_stops(self):
        """Refuse to send what a rule keeps from leaving.

        :raise UserError: names report and what is lacking
        """
        for report in self:
            stops = [
                row["text"] for row in report._found() if row["severity"] == "stop"
            ]
            if stops:
                raise UserError(
                    self.env._(
                        "“%(name)s” can't be sent yet: %(lacks)s.",
                        name=report.display_name,
                        lacks="; ".join(stops),
                    )
                )

    def mend(self, code, res_id=0):
        """Where something that is lacking is mended.

        :param code: code of a rule
        :param res_id: id of what it is about, as the finding tells it
        :return: action, or False where it is mended on the page itself
        """
        self.ensure_one()
        self.check_access("read")
        if code in ("leader", "main", "reserve", "reserve_counter", "postal"):
            return self._mend_people(code, res_id)
        if code == "photo":
            return self._mend_photo(res_id)
        if code == "named":
            return self._mend_named(res_id)
        return False

    def _mend_people(self, code, counter_id):
        """A new assignment of the role; who is proposed there stands here next."""
        role = "reserve" if code == "reserve_counter" else code
        context = {
            "default_role": role,
            "default_agency_id": self.agency_id.id,
            "default_center_id": self.center_id.id,
            "default_date_from": fields.Date.to_string(self.opening_day),
        }
        if code in ("main", "reserve_counter") and counter_id:
            context["default_counter_ids"] = [counter_id]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Name a person"),
            "res_model": "tthc.assignment",
            "views": [(False, "form")],
            "context": context,
        }

    def _mend_photo(self, res_id):
        person = self.person_ids.filtered(lambda row: row.id == res_id)
        # sudo: where the sheet is; reading it is up to its own rights
        staff = person.sudo().assignment_id.staff_id
        if not staff:
            return person and person.action_assign()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.staff",
            "res_id": staff.id,
            "views": [(False, "form")],
        }

    def _mend_named(self, res_id):
        person = self.person_ids.filtered(
            lambda row: row.id == res_id and not row.assignment_id
        )
        if person:
            return person.action_assign()
        self.action_refresh()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
