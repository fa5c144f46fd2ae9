from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

from .transition_table import TRANSITIONS

ANSWERING_STATES = TRANSITIONS["end_pause"].origins


class TthcDossierPauseConsultation(models.AbstractModel):
    """A consultation as a record: who was asked what, by when, and what they said.

    Silence is shown and stays silence; it is consent only where the procedure says so
    (domain.md §2.7).
    """

    _name = "tthc.dossier.pause.consultation"
    _description = "Consultation"

    answer_state = fields.Selection(
        [
            ("open", "To be answered"),
            ("silent", "Silent"),
            ("answered", "Answered"),
            ("late", "Answered late"),
            ("tacit", "Tacit consent"),
            ("dropped", "Ended with the dossier"),
        ],
        string="Answered?",
        compute="_compute_answer_state",
        search="_search_answer_state",
    )
    answered_late = fields.Boolean(
        compute="_compute_answered_late",
        store=True,
        help="The answer came after its day; a fact.",
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")

    @api.depends("agency_id", "reason")
    def _compute_display_name(self):
        for pause in self:
            words = [pause.agency_id.display_name, pause.reason]
            pause.display_name = ": ".join(filter(None, words)) or pause._description

    @api.depends("ended_at", "ending", "due")
    def _compute_answered_late(self):
        for pause in self:
            pause.answered_late = (
                pause.ending == "answered"
                and bool(pause.due)
                and pause.ended_at > pause.due
            )

    @api.depends("ended_at", "ending", "due", "answered_late")
    def _compute_answer_state(self):
        moment = now()
        for pause in self:
            pause.answer_state = pause._answer_state_at(moment)

    def _answer_state_at(self, moment):
        self.ensure_one()
        if not self.ended_at:
            return "silent" if self.due and self.due < moment else "open"
        if self.ending != "answered":
            return self.ending
        return "late" if self.answered_late else "answered"

    def _search_answer_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        moment = now()
        open_now = Domain("ended_at", "=", False)
        told = Domain("ending", "=", "answered")
        late = Domain("answered_late", "=", True)
        states = {
            "open": open_now
            & (Domain("due", "=", False) | Domain("due", ">=", moment)),
            "silent": open_now & Domain("due", "<", moment),
            "answered": told & ~late,
            "late": told & late,
            "tacit": Domain("ending", "=", "tacit"),
            "dropped": Domain("ending", "=", "dropped"),
        }
        return Domain.OR(states[name] for name in value)

    @api.depends("ended_at", "kind", "agency_id", "dossier_id.state")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        agencies = self.env.user.tthc_agency_ids
        for pause in self:
            pause.can_answer = (
                not pause.ended_at
                and pause.kind == "consultation"
                and pause.dossier_id.state in ANSWERING_STATES
                and pause.agency_id in agencies
                and self.env.user.has_group("tthc_base.group_specialist")
            )

    def action_answer(self):
        """Open the dialog in which the agency that was asked answers."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_dossier.tthc_dossier_act_action_end_pause"
        )
        action["context"] = {
            "default_mode": "end_pause",
            "default_pause_id": self.id,
            "default_dossier_ids": self.dossier_id.ids,
        }
        return action

    def action_open_dossier(self):
        """Open the dossier that the question is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "views": [(False, "form")],
        }
