from odoo import Command, api, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

STEP_GAP = 10


class TthcDossierIntake(models.AbstractModel):
    """Intake: what a receipt works out and draws (Decree 61/2018 Art 17)."""

    _name = "tthc.dossier.intake"
    _description = "Intake of a dossier"

    # -- needs ------------------------------------------------------------------

    def _need_owner(self, **_arguments):
        for dossier in self:
            if not (dossier.owner_name or "").strip():
                raise UserError(
                    self.env._(
                        "Enter the applicant's name before you receive the dossier."
                    )
                )

    def _need_papers(self, **_arguments):
        for dossier in self:
            missing = dossier._missing_components()
            if missing:
                raise UserError(
                    self.env._(
                        "Not complete, these papers are missing: %(papers)s.",
                        papers="; ".join(missing.mapped("name")),
                    )
                )

    def _missing_components(self):
        """Required papers of the version and case that were not handed in.

        :return: ``tthc.procedure.component`` records
        """
        self.ensure_one()
        asked = self.version_id.component_ids.filtered(
            lambda paper: (
                paper.required
                and not paper.held_by_state
                and (not paper.case_id or paper.case_id == self.case_id)
            )
        )
        return asked - self.component_ids.component_id

    def _need_authorisation(self, **_arguments):
        for dossier in self:
            if dossier.proxy_name and not (dossier.authorisation or "").strip():
                raise UserError(
                    self.env._(
                        "%(name)s acts for the applicant: enter number and date of the "
                        "authorisation.",
                        name=dossier.proxy_name,
                    )
                )

    def _need_minutes(self, **_arguments):
        for dossier in self:
            if dossier.post_minutes_at and dossier.post_minutes_at > now():
                raise UserError(
                    self.env._("The minutes of the post were signed in the future.")
                )

    # -- effect -----------------------------------------------------------------

    def _effect_receive(self, moment, **_arguments):
        effects = {}
        for dossier in self.sorted(lambda row: (row._lead_agency().id, row.id)):
            values = dossier._received_values(moment)
            effects[dossier] = (values, dossier._received_data(values))
            if dossier.state == "intake_supplement":
                dossier._open_requests()._complete(moment)
            dossier._owe_fees(values)
            dossier._draw_numbers(values)
        return effects

    def _received_values(self, moment):
        self.ensure_one()
        version = self.version_id
        day = self.center_id._local_day(moment)
        if not version._in_force_on(day):
            raise UserError(
                self.env._(
                    "%(code)s is no longer in force: choose the procedure again.",
                    code=version.code,
                )
            )
        agency = self._lead_agency()
        limit, fee = version._terms(self.case_id, self.channel)
        regulation = self.env["tthc.regulation"]._at(day)
        # By post the clock starts with the signed minutes (Decision 45/2016 Art 7.4).
        start = self.channel == "post" and self.post_minutes_at or moment
        due = self._due_of(limit, start)
        calendar = self.center_id.resource_calendar_id
        unit = limit.limit_unit if limit._has_limit() else False
        return {
            "regulation_id": regulation.id,
            "agency_id": agency.id,
            "agency_ids": [Command.set(self._taking_part(agency).ids)],
            "monitor_center_id": self._monitor_center(agency).id,
            "received_at": moment,
            "received_by_id": self.env.uid,
            "limit_value": limit.limit_value,
            "limit_unit": unit,
            "clock_start": start,
            "clock_value": limit.limit_value,
            "clock_unit": unit,
            "due_original": due and due.at,
            **self._due_values(due, start),
            "transfer_due": calendar.tthc_transfer_due(
                moment, regulation.transfer_cutoff
            ),
            "fee_amount": sum(line.amount for line in self._fee_lines()),
            "fee_text": fee.fee_text,
            "step_ids": [
                Command.create(values) for values in self._step_values(agency)
            ],
        }

    def _taking_part(self, lead):
        """The lead agency and those of the steps.

        :param lead: ``tthc.agency``
        """
        steps = self.version_id.step_ids
        return lead.union(*(step._agency_at(self.center_id, lead) for step in steps))

    def _lead_agency(self):
        self.ensure_one()
        return self.version_id._lead_agency(self.center_id)

    def _due_of(self, limit, moment):
        """Due date by the time engine, or None where the law sets no limit.

        :param limit: record of ``tthc.limit``
        :param moment: receipt, naive UTC
        """
        self.ensure_one()
        if not limit._has_limit():
            return None
        return self._count(moment, limit.limit_value, limit.limit_unit)

    def _step_values(self, lead):
        steps = self.version_id.step_ids
        if not steps:
            return self._default_step_values(lead)
        return [
            {
                "step_id": step.id,
                "sequence": step.sequence,
                "name": step.name,
                "agency_id": step._agency_at(self.center_id, lead).id,
                "role": step.role,
                "limit_value": step.limit_value,
                "limit_unit": step.limit_unit if step._has_limit() else False,
                "from_start": step.from_start,
            }
            for step in steps
        ]

    @api.model
    def _default_step_values(self, lead):
        """Steps where the catalog knows no internal process: appraise, then decide.

        They are facts of the dossier, so they are named in the language of the suite,
        whoever receives.
        """
        suite = self.with_context(lang="vi_VN")
        return [
            {
                "sequence": STEP_GAP,
                "name": suite.env._("Appraisal"),
                "agency_id": lead.id,
                "role": "specialist",
            },
            {
                "sequence": 2 * STEP_GAP,
                "name": suite.env._("Decision"),
                "agency_id": lead.id,
                "role": "leader",
            },
        ]

    def _received_data(self, values):
        """What the log keeps of a receipt: no personal data."""
        due = values["due"]
        return {
            "regulation": values["regulation_id"],
            "agency": values["agency_id"],
            "monitor": values["monitor_center_id"],
            "version": self.version_id.id,
            "case": self.case_id.id,
            "limit": [values["limit_value"], values["limit_unit"]],
            "due": due and due.isoformat(),
            "due_lines": values["due_lines"],
            "clock_start": values["clock_start"].isoformat(),
        }

    def _draw_numbers(self, values):
        """Draw the code and the register number, last of all, and write them."""
        self.ensure_one()
        day = self.center_id._local_day(values["received_at"])
        agency = self.env["tthc.agency"].browse(values["agency_id"])
        regulation = self.env["tthc.regulation"].browse(values["regulation_id"])
        numbers = self.env["tthc.number"]
        register = {
            "center_id": self.center_id.id,
            "register_agency_id": agency.id,
            "register_year": day.year,
        }
        # The code of the day first, for all alike: two receipts that wait for each
        # other's series can't both wait.
        number = numbers._next(
            self._name,
            "code_number",
            {"register_agency_id": agency.id, "code_day": day},
        )
        self.with_context(**self._move_context()).write(
            {
                "agency_id": agency.id,
                "register_agency_id": agency.id,
                "code_day": day,
                "code_number": number,
                "code": regulation._format_code(agency._names_at(day), day, number),
                "register_year": day.year,
                "register_number": numbers._next(
                    self._name, "register_number", register
                ),
            }
        )
