from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

from .transition_table import TRANSITIONS


class TthcDossierLateSupplement(models.AbstractModel):
    """A supplement that is asked after the days that the law gives for it (rule R03).

    Decree 61/2018 Art 19.4 has the agency ask within three working days. Later it may
    not, unless the head of the center allows it once, with a reason: against the rule,
    on record, and listed to the inspector by the daily check.
    """

    _name = "tthc.dossier.late.supplement"
    _description = "Supplement asked too late"

    late_supplement_at = fields.Datetime(
        string="Late supplement allowed", readonly=True, copy=False
    )
    late_supplement_by_id = fields.Many2one(
        "res.users", string="Allowed by", readonly=True, copy=False, ondelete="restrict"
    )
    late_supplement_reason = fields.Char(
        string="Why so late", readonly=True, copy=False
    )
    can_allow_late_supplement = fields.Boolean(
        compute="_compute_can_allow_late_supplement"
    )

    @api.depends("state", "late_supplement_at", "supplement_ids.state", "center_id")
    @api.depends_context("uid")
    def _compute_can_allow_late_supplement(self):
        center = self.env.user.tthc_center_id
        for dossier in self:
            dossier.can_allow_late_supplement = (
                dossier.state == "processing"
                and dossier.center_id == center
                and not dossier.late_supplement_at
                and not dossier._open_requests()
                and dossier._is_supplement_left()
                and dossier._is_ask_over()
            )

    def action_allow_late_supplement(self, reason=None):
        """Allow the agency to ask for a supplement after its days, as the head.

        :param reason: why the citizen is asked so late
        """
        self.check_access("read")
        self._check_role(TRANSITIONS["allow_late_supplement"].group)
        self._need_center()
        # sudo: a manager reads dossiers and writes nothing on them but this decision
        self.sudo()._run("allow_late_supplement", reason=reason)

    def _is_ask_over(self):
        """Whether the days to ask for a supplement have passed."""
        self.ensure_one()
        ask_by = self._supplement_ask_by()
        return bool(ask_by) and now() > ask_by

    def _need_ask_in_time(self, **_arguments):
        for dossier in self:
            if dossier._is_ask_over() and not dossier.late_supplement_at:
                raise UserError(
                    self.env._(
                        "A supplement of %(code)s could be asked until %(moment)s. "
                        "Decide on what is there; only the director of the center may "
                        "allow to ask for more.",
                        code=dossier.display_name,
                        moment=dossier._local_label(dossier._supplement_ask_by()),
                    )
                )

    def _need_ask_over(self, **_arguments):
        for dossier in self:
            if dossier.late_supplement_at:
                raise UserError(
                    self.env._(
                        "The director allowed %(code)s a late supplement already; "
                        "there is no further one.",
                        code=dossier.display_name,
                    )
                )
            if not dossier._is_ask_over():
                raise UserError(
                    self.env._(
                        "The agency of %(code)s may still ask for a supplement itself.",
                        code=dossier.display_name,
                    )
                )

    def _effect_allow_late_supplement(self, moment, reason=None, **_arguments):
        return {
            dossier: (
                {
                    "late_supplement_at": moment,
                    "late_supplement_by_id": self.env.uid,
                    "late_supplement_reason": reason.strip(),
                },
                {"against": "R03", **dossier._late_asking(moment)},
            )
            for dossier in self
        }

    def _late_asking(self, moment):
        """What the log keeps of a supplement that is asked too late.

        :param moment: of the request, naive UTC
        """
        self.ensure_one()
        ask_by = self._supplement_ask_by()
        if not ask_by or moment <= ask_by:
            return {}
        return {"ask_by": ask_by.isoformat(), "after_limit": True}
