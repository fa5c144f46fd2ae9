import contextlib
from collections import defaultdict
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.search_key import fold
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_assignment_moving import TERM_ROLES

#: Roles whose holders deal with citizens (Decree 61/2018 Art 11.1).
SERVING_ROLES = ("main", "reserve", "center_staff")
#: More rules than there will be.
RULES_AT_MOST = 100
#: Stands for a term without an end.
NEVER = date.max


class Finding(NamedTuple):
    """A rule that an assignment breaks, and what was found."""

    rule: models.BaseModel
    text: str


class TthcAssignmentChecking(models.AbstractModel):
    """What the law asks of an assignment (``tthc.assignment.rule``)."""

    _name = "tthc.assignment.checking"
    _description = "Rules on assignments"

    override_reason = fields.Char(
        string="Reason for the exception",
        tracking=True,
        copy=False,
        help="Why the person is assigned although a rule speaks against it.",
    )
    overridden_rule_ids = fields.Many2many(
        "tthc.assignment.rule",
        string="Approved in spite of",
        readonly=True,
        copy=False,
    )
    findings = fields.Text(string="To be looked at", compute="_compute_findings")
    finding_level = fields.Selection(
        [("stop", "Refused"), ("reason", "Needs a reason"), ("note", "Shown only")],
        compute="_compute_findings",
    )

    @api.depends(
        "state",
        "staff_id",
        "role",
        "agency_id",
        "center_id",
        "date_from",
        "date_to",
    )
    def _compute_findings(self):
        undecided = self.filtered(lambda row: row.state in ("draft", "proposed"))
        # sudo: years and rank stand on the sheet, and other people's posts count
        found = undecided.sudo()._findings()
        for assignment in self:
            rows = found.get(assignment.id, [])
            assignment.findings = "\n".join(
                f"{finding.text} ({finding.rule.article})" for finding in rows
            )
            severities = {finding.rule.severity for finding in rows}
            assignment.finding_level = next(
                (name for name in ("stop", "reason", "note") if name in severities),
                False,
            )

    def _check_rules(self):
        """Let assignments pass that no rule keeps out.

        :return: dict of id → ``tthc.assignment.rule`` that a reason overrides
        :raise UserError: names person, rule, article and what to do
        """
        # sudo: as above; also the lock that lets one at a time count the heads
        me = self.sudo()
        heads = me.filtered(lambda row: row.role in ("director", "deputy"))
        heads.center_id.lock_for_update()
        found = me._findings()
        overridden = {}
        for assignment in me:
            rows = found[assignment.id]
            for finding in rows:
                assignment._check_finding(finding)
            broken = [row.rule.id for row in rows if row.rule.severity == "reason"]
            overridden[assignment.id] = self.env["tthc.assignment.rule"].browse(broken)
        return overridden

    def _check_finding(self, finding):
        told = {
            "name": self.display_name,
            "text": finding.text,
            "article": finding.rule.article,
        }
        if finding.rule.severity == "stop":
            raise UserError(self.env._("%(name)s: %(text)s (%(article)s).", **told))
        if finding.rule.severity == "reason" and not self.override_reason:
            raise UserError(
                self.env._(
                    "%(name)s: %(text)s (%(article)s). Enter the reason for the "
                    "exception on the proposal, or return it.",
                    **told,
                )
            )

    def _findings(self):
        """The rules that each assignment breaks.

        What is checked together counts together: the reserve of the same decision is
        a reserve, two directors of the same decision are two.

        :return: dict of id → list of :class:`Finding`, most severe rules first
        """
        found = defaultdict(list)
        if not self:
            return found
        others = self._others()
        regulations = self._regulations()
        dated = self.filtered(
            lambda row: row.date_from in regulations and row.center_id
        )
        for rule in self.env["tthc.assignment.rule"].search([], limit=RULES_AT_MOST):
            broken = getattr(self, f"_broken_{rule.code}")
            for assignment in dated:
                text = broken(
                    assignment,
                    regulations[assignment.date_from],
                    others - assignment,
                )
                if text:
                    found[assignment.id].append(Finding(rule, text))
        return found

    def _others(self):
        """Decided assignments that may stand in the way, and the checked ones.

        :return: ``tthc.assignment``
        """
        dated = self.filtered("date_from")
        if not dated:
            return self
        first = min(dated.mapped("date_from"))
        last = max(row._until() for row in dated)
        related = (
            Domain("staff_id", "in", self.staff_id.ids)
            | Domain("center_id", "in", self.center_id.ids)
            & Domain("role", "in", ("director", "deputy"))
            | Domain("role", "=", "reserve")
            & Domain("center_id", "in", self.center_id.ids)
            & Domain("agency_id", "in", self.agency_id.ids)
        )
        # Those who are replaced leave on the day on which the successor begins.
        replaced = self.predecessor_id
        found = self.search(self._in_post_between_domain(first, last) & related)
        return (found - replaced) | self

    def _regulations(self):
        """The regulation of each day on which one of the terms begins.

        :return: dict of ``datetime.date`` → ``tthc.regulation``; a day before the
            first regulation is not in it
        """
        found = {}
        for day in set(self.mapped("date_from")) - {False}:
            with contextlib.suppress(UserError):
                found[day] = self.env["tthc.regulation"]._at(day)
        return found

    def _until(self):
        """Last day in post as a date that can be compared.

        :return: ``datetime.date``
        """
        self.ensure_one()
        return self.last_day or NEVER

    def _meets(self, other):
        """Whether two terms have a day in common."""
        return (
            other.date_from
            and other.date_from <= self._until()
            and self.date_from <= other._until()
        )

    # -- one method a rule: the words of what is broken, or nothing -----------------

    @api.model
    def _broken_overlap(self, row, _regulation, others):
        twice = others.filtered(
            lambda other: (
                other.staff_id == row.staff_id
                and other.role == row.role
                and (other.center_id == row.center_id or row.role in TERM_ROLES)
                and row._meets(other)
            )
        )[:1]
        if not twice:
            return None
        return self.env._(
            "is assigned in this role already, %(center)s from %(day)s",
            center=twice.center_id.display_name,
            day=twice.date_from.strftime("%d/%m/%Y"),
        )

    @api.model
    def _broken_director(self, row, _regulation, others):
        if row.role != "director":
            return None
        other = others.filtered(
            lambda other: (
                other.role == "director"
                and other.center_id == row.center_id
                and row._meets(other)
            )
        )[:1]
        if not other:
            return None
        return self.env._("the center has a director: %(name)s", name=other.name)

    @api.model
    def _broken_deputies(self, row, regulation, others):
        if row.role != "deputy":
            return None
        most = regulation._deputies_at(row.center_id)
        deputies = others.filtered(
            lambda other: (
                other.role == "deputy"
                and other.center_id == row.center_id
                and row._meets(other)
            )
        )
        # The most at once are there on the first day of one of them.
        days = {max(other.date_from, row.date_from) for other in deputies}
        at_once = max(
            (
                sum(other.date_from <= day <= other._until() for other in deputies)
                for day in days
            ),
            default=0,
        )
        if at_once + 1 <= most:
            return None
        return self.env._(
            "the center would have %(count)s deputy directors, %(most)s are allowed",
            count=at_once + 1,
            most=most,
        )

    @api.model
    def _broken_term(self, row, regulation, _others):
        if row.role not in TERM_ROLES:
            return None
        least, most = (
            regulation.assignment_months_min,
            regulation.assignment_months_max,
        )
        if not row.date_to:
            return self.env._("the term has no end")
        after = row.date_to + relativedelta(days=1)
        if after < row.date_from + relativedelta(months=least):
            return self.env._("the term is shorter than %(count)s months", count=least)
        if after > row.date_from + relativedelta(months=most):
            return self.env._("the term is longer than %(count)s months", count=most)
        return None

    @api.model
    def _broken_experience(self, row, regulation, _others):
        if row.role not in SERVING_ROLES or row.center_id.level == "commune":
            return None
        years = regulation.experience_years
        since = row.staff_id.field_since
        if not years or (since and since + relativedelta(years=years) <= row.date_from):
            return None
        if not since:
            return self.env._("since when in the field is not entered")
        return self.env._("less than %(count)s years in the field", count=years)

    @api.model
    def _broken_rank(self, row, regulation, _others):
        if row.role not in SERVING_ROLES or row.center_id.level == "commune":
            return None
        rank = fold(row.staff_id.rank or "")
        if not rank:
            return self.env._("the rank is not entered")
        low = (fold(word) for word in (regulation.ranks_too_low or "").split(";"))
        if rank not in {word.strip() for word in low if word.strip()}:
            return None
        return self.env._(
            "the rank “%(rank)s” is below that of a specialist",
            rank=row.staff_id.rank,
        )

    @api.model
    def _broken_reserve(self, row, regulation, others):
        if row.role != "main" or not regulation.reserve_min:
            return None
        day = max(row.date_from, today(VIETNAM))
        reserves = others.filtered(
            lambda other: (
                other.role == "reserve"
                and other.agency_id == row.agency_id
                and other.center_id == row.center_id
                and other.date_from
                and other.date_from <= day <= other._until()
            )
        )
        if len(reserves) >= regulation.reserve_min:
            return None
        return self.env._(
            "%(agency)s has %(count)s reserve staff, %(least)s are asked for",
            agency=row.agency_id.display_name,
            count=len(reserves),
            least=regulation.reserve_min,
        )
