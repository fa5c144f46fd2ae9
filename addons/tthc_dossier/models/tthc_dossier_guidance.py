from odoo import Command, fields, models
from odoo.exceptions import UserError

PAPER_COUNTS = ("original_count", "certified_count", "copy_count")


class TthcDossierGuidance(models.AbstractModel):
    """What else may become of a dossier at the counter than its receipt.

    Guidance and refusal leave a record though nothing is received: who was sent home,
    by whom, and why (Decree 61/2018 Art 15.3, 17.1). They draw no register number.
    """

    _name = "tthc.dossier.guidance"
    _description = "Guidance and refusal at intake"

    submitted_at = fields.Datetime(readonly=True, copy=False)
    intake_due = fields.Datetime(
        string="Answer by",
        readonly=True,
        copy=False,
        help="When an online submission is to be received or answered.",
    )
    intake_reference = fields.Char(string="Slip no.", readonly=True, copy=False)
    refusal_year = fields.Integer(readonly=True, copy=False)
    refusal_number = fields.Integer(readonly=True, copy=False)
    turned_away_by_id = fields.Many2one(
        "res.users",
        string="Guided or refused by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    turned_away_at = fields.Datetime(
        string="Guided or refused on", readonly=True, copy=False
    )
    turned_away_complete = fields.Boolean(
        string="Turned away though complete",
        readonly=True,
        copy=False,
        help="All required papers were there when the counter sent the citizen home.",
    )
    supplement_ids = fields.One2many(
        "tthc.dossier.supplement", "dossier_id", string="Requests to the citizen"
    )

    def action_submit(self):
        """Put drafts in line for the counter (a submission by post or online)."""
        self._run("submit")

    def action_guide(self, reason=None, lines=()):
        """Tell the citizen once and completely what is missing (form 02).

        :param reason: why the dossier can't be received yet
        :param lines: dicts of the papers to bring: ``component_id`` or ``name``,
            ``original_count``, ``certified_count``, ``copy_count``
        """
        self._run("guide", reason=reason, lines=lines)

    def action_refuse_intake(self, reason=None):
        """Refuse to receive what is not eligible, with the reason (form 03).

        :param reason: what the citizen reads
        """
        self._run("refuse_intake", reason=reason)

    def action_return_now(self, number=None):
        """Receive and return in one visit (Decree 61/2018 Art 17.4, rule R06).

        :param number: number of the result document
        """
        self._run("return_now", number=number)

    # -- needs ------------------------------------------------------------------

    def _need_reason(self, reason=None, **_arguments):
        if not (reason or "").strip():
            raise UserError(
                self.env._("Give the reason: the citizen has a right to it.")
            )

    def _need_request(self, reason=None, lines=(), **_arguments):
        self._need_reason(reason=reason)
        for line in lines:
            if not line.get("component_id") and not (line.get("name") or "").strip():
                raise UserError(
                    self.env._("Name each paper that the citizen is to bring.")
                )

    def _need_whole_guidance(self, lines=(), **_arguments):
        asked = {line.get("component_id") for line in lines}
        for dossier in self:
            left_out = dossier._missing_components().filtered(
                lambda paper: paper.id not in asked
            )
            if left_out:
                raise UserError(
                    self.env._(
                        "The citizen is guided once and completely. This is missing "
                        "too, add it: %(papers)s.",
                        papers="; ".join(left_out.mapped("name")),
                    )
                )

    def _need_immediate(self, **_arguments):
        for dossier in self:
            if not dossier.version_id.immediate:
                raise UserError(
                    self.env._(
                        "%(procedure)s is not settled on the spot: receive it with a "
                        "receipt.",
                        procedure=dossier.version_id.code,
                    )
                )

    # -- effects ----------------------------------------------------------------

    def _effect_submit(self, moment, **_arguments):
        return {
            dossier: (
                {
                    "submitted_at": moment,
                    "intake_due": dossier._intake_due(moment),
                },
                {"channel": dossier.channel},
            )
            for dossier in self
        }

    def _intake_due(self, moment):
        """By when a submission is to be answered (hours of the regulation)."""
        regulation = self._regulation_at(moment)
        hours = regulation.online_intake_hours
        if not hours:
            return False
        calendar = self.center_id.resource_calendar_id
        return calendar.tthc_due(moment, hours, "hour").at

    def _regulation_at(self, moment):
        return self.env["tthc.regulation"]._at(self.center_id._local_day(moment))

    def _effect_guide(self, moment, reason=None, lines=(), **_arguments):
        effects = {}
        for dossier in self:
            complete = not dossier._missing_components()
            request = dossier._create_request("intake", reason, lines)
            request._issue(moment)
            effects[dossier] = (
                {
                    **dossier._turned_away_values(moment, complete),
                    "intake_reference": request.slip,
                },
                {
                    "request": request.id,
                    "slip": request.slip,
                    "papers": request.line_ids.component_id.ids,
                    "complete": complete,
                },
            )
        return effects

    def _turned_away_values(self, moment, complete):
        return {
            "regulation_id": self._regulation_at(moment).id,
            "agency_id": self._lead_agency().id,
            "turned_away_at": moment,
            "turned_away_by_id": self.env.uid,
            "turned_away_complete": complete,
        }

    def _create_request(self, kind, reason, lines, **values):
        """Create a request to the citizen.

        :param kind: “intake” or “processing”
        :param reason: what the citizen reads
        :param lines: dicts as :meth:`action_guide` takes
        :return: ``tthc.dossier.supplement``
        """
        self.ensure_one()
        # sudo: requests are written by the actions of a dossier only
        requests = self.env["tthc.dossier.supplement"].sudo()
        request = requests.with_context(**self._move_context()).create(
            {
                "dossier_id": self.id,
                "center_id": self.center_id.id,
                "kind": kind,
                "state": "asked",
                "reason": reason.strip(),
                "line_ids": [
                    Command.create({**self._request_line(line), "sequence": position})
                    for position, line in enumerate(lines, start=1)
                ],
                **values,
            }
        )
        return request.with_env(self.env)

    def _request_line(self, line):
        paper = self.version_id.component_ids.filtered(
            lambda paper: paper.id == line.get("component_id")
        )
        if line.get("component_id") and not paper:
            raise UserError(
                self.env._(
                    "The papers of %(code)s have changed: choose the procedure again.",
                    code=self.version_id.code,
                )
            )
        return {
            "component_id": paper.id,
            "name": line.get("name") or paper.name,
            **{name: line.get(name, paper[name]) or 0 for name in PAPER_COUNTS},
        }

    def _effect_refuse_intake(self, moment, reason=None, **_arguments):
        effects = {}
        for dossier in self:
            complete = not dossier._missing_components()
            dossier._drop_requests()
            values = {
                **dossier._turned_away_values(moment, complete),
                **dossier._refusal_numbers(moment),
                "ended_at": moment,
                "end_reason": reason.strip(),
            }
            effects[dossier] = (
                values,
                {"slip": values["intake_reference"], "complete": complete},
            )
        return effects

    def _refusal_numbers(self, moment):
        """Draw the number of a refusal slip and write it: no other takes it."""
        self.ensure_one()
        year = self.center_id._local_day(moment).year
        number = self.env["tthc.number"]._next(
            "tthc.dossier",
            "refusal_number",
            {"center_id": self.center_id.id, "refusal_year": year},
        )
        values = {
            "refusal_year": year,
            "refusal_number": number,
            "intake_reference": f"{number}/TC-{year}",
        }
        self.with_context(**self._move_context()).write(values)
        return values

    def _effect_return_now(self, moment, number=None, **_arguments):
        effects = self._effect_receive(moment)
        for dossier, (values, data) in effects.items():
            del values["step_ids"]
            dossier._register_results([{"number": number}], moment)
            dossier._give_originals_back(moment, dossier._usual_receiver())
            values.update(
                **dossier._resolved_values("granted", moment, values["due"]),
                returned_at=moment,
                receiver_name=dossier.submitter_name or dossier.owner_name,
            )
            data["number"] = number or ""
        return effects
