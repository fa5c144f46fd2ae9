from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

#: What a policy of the regulation or of the version does to the clock.
EFFECTS = {
    "restart": "restart",
    "exclude": "exclude",
    "exclude_then_new_limit": "new_limit",
}


class TthcDossierWaiting(models.AbstractModel):
    """A supplement: asked by the agency, through the center, at most once.

    Decree 61/2018 Art 11.2.c, 15.3, 19.4 (rules R02, R03, R04).
    """

    _name = "tthc.dossier.waiting"
    _description = "Supplement of a dossier"

    request_state = fields.Selection(
        [("asked", "Asked by the agency"), ("issued", "Handed to the citizen")],
        string="Request to the citizen",
        compute="_compute_request_state",
    )
    window_over = fields.Boolean(compute="_compute_request_state")

    @api.depends("supplement_ids.state", "supplement_ids.window_due")
    def _compute_request_state(self):
        for dossier in self:
            requests = dossier._open_requests()
            dossier.request_state = requests[-1:].state
            dossier.window_over = any(request._is_over() for request in requests)

    def action_ask_supplement(self, reason=None, lines=()):
        """Ask the center to have a dossier completed (the agency's specialist).

        :param reason: what the citizen reads
        :param lines: dicts as ``action_guide`` takes
        """
        self._run("ask_supplement", reason=reason, lines=lines)

    def action_request_supplement(self):
        """Hand the agency's request to the citizen (form 02): the clock stops."""
        self._run("request_supplement")

    def action_accept_supplement(self):
        """Take in what the citizen was asked for: the clock goes on by the policy."""
        self._run("accept_supplement")

    def action_expire_supplement(self):
        """Close a dossier that was not completed within the citizen's time."""
        self._run("expire_supplement")

    def action_refuse_supplement(self):
        """Refuse a dossier that was not completed within the citizen's time."""
        self._run("refuse_supplement")

    # -- needs ------------------------------------------------------------------

    def _need_supplement_left(self, **_arguments):
        for dossier in self:
            if not dossier._is_supplement_left():
                raise UserError(
                    self.env._(
                        "%(code)s was sent back to the citizen %(max)s time(s) "
                        "already, the law allows no more: receive it, or refuse it "
                        "with the reason.",
                        code=dossier.display_name,
                        max=dossier._supplement_regulation().supplement_max,
                    )
                )

    def _supplement_regulation(self):
        """The law by which requests are counted; before the receipt that of today."""
        self.ensure_one()
        return self.regulation_id or self._regulation_at(now())

    def _is_supplement_left(self):
        regulation = self._supplement_regulation()
        return len(self._counted_requests(regulation)) < regulation.supplement_max

    def _counted_requests(self, regulation):
        """Requests that count against the number that the regulation allows."""
        self.ensure_one()
        if regulation.supplement_scope != "each":
            return self.supplement_ids
        kind = "processing" if self.received_at else "intake"
        return self.supplement_ids.filtered(lambda request: request.kind == kind)

    def _supplement_ask_by(self):
        """Until when a supplement may be asked, naive UTC (Art 19.4, rule R03)."""
        self.ensure_one()
        days = self.version_id.supplement_ask_days or self.regulation_id.supplement_days
        if not days:
            return None
        calendar = self.center_id.resource_calendar_id
        return calendar.tthc_due(self.received_at, days, "working_day").at

    def _open_requests(self):
        return self.supplement_ids.filtered(
            lambda request: request.state in ("asked", "issued")
        )

    def _need_no_open_request(self, **_arguments):
        for dossier in self:
            if dossier._open_requests():
                raise UserError(
                    self.env._(
                        "A request to the citizen is on its way for %(code)s: wait "
                        "for the center, or take the request back.",
                        code=dossier.display_name,
                    )
                )

    def _need_open_request(self, **_arguments):
        for dossier in self:
            if not dossier._open_requests():
                raise UserError(
                    self.env._(
                        "The agency has not asked for a supplement of %(code)s.",
                        code=dossier.display_name,
                    )
                )

    def _need_window_over(self, **_arguments):
        for dossier in self:
            if not any(request._is_over() for request in dossier._open_requests()):
                raise UserError(
                    self.env._(
                        "The citizen's time to complete %(code)s has not passed.",
                        code=dossier.display_name,
                    )
                )

    def _need_lead_agency(self, **_arguments):
        if self.env.su:
            return
        for dossier in self:
            if dossier.agency_id not in self.env.user.tthc_agency_ids:
                raise UserError(
                    self.env._(
                        "%(code)s is led by %(agency)s.",
                        code=dossier.display_name,
                        agency=dossier.agency_id.display_name,
                    )
                )

    # -- effects ----------------------------------------------------------------

    def _effect_ask_supplement(self, moment, reason=None, lines=(), **_arguments):
        effects = {}
        for dossier in self:
            request = dossier._create_request(
                "processing",
                reason,
                lines,
                asked_at=moment,
                asked_by_id=self.env.uid,
                ask_by=dossier._supplement_ask_by(),
            )
            effects[dossier] = (
                {},
                {"request": request.id, **dossier._late_asking(moment)},
            )
        return effects

    def _effect_request_supplement(self, moment, **_arguments):
        effects = {}
        for dossier in self:
            request = dossier._open_requests()
            request._issue(moment)
            request._write_as_action(dossier._window_values(moment))
            values = dossier._open_pause(
                "supplement",
                moment=moment,
                supplement_id=request.id,
                **dossier._supplement_effect(),
            )
            window = request.window_due
            effects[dossier] = (
                values,
                {
                    "request": request.id,
                    "slip": request.slip,
                    "effect": dossier._open_pauses()[-1:].effect,
                    "window": window and window.isoformat(),
                },
            )
        return effects

    def _supplement_effect(self):
        """What a supplement does to the clock: the version's word, else the law's.

        :return: values of a pause
        """
        self.ensure_one()
        version = self.version_id
        policy = version.supplement_policy or self.regulation_id.supplement_policy
        effect = EFFECTS.get(policy, "exclude")
        if effect != "new_limit":
            return {"effect": effect}
        if not version._has_supplement_limit():
            # The procedure names no limit for afterwards: the old one goes on.
            return {"effect": "exclude"}
        return {
            "effect": effect,
            "new_limit_value": version.supplement_limit_value,
            "new_limit_unit": version.supplement_limit_unit,
        }

    def _window_values(self, moment):
        """How long the citizen has, and what the end of that time does."""
        self.ensure_one()
        version = self.version_id
        value, unit = version.supplement_window_value, version.supplement_window_unit
        if not (value and unit):
            return {}
        calendar = self.center_id.resource_calendar_id
        return {
            "window_due": calendar.tthc_due(moment, value, unit).at,
            "window_end": version.supplement_window_end or "notify",
        }

    def _effect_accept_supplement(self, moment, **_arguments):
        effects = {}
        for dossier in self:
            request = dossier._open_requests()
            request._complete(moment)
            values, moved = dossier._close_pauses(
                moment, dossier._open_pauses("supplement"), ending="answered"
            )
            values["component_ids"] = dossier._supplied_papers(request)
            effects[dossier] = (values, {"request": request.id, **moved})
        return effects

    def _supplied_papers(self, request):
        """Commands for the papers that the citizen brought, as they were asked for."""
        return [
            Command.create(
                {
                    "component_id": line.component_id.id,
                    "sequence": line.component_id.sequence,
                    "name": line.name,
                    "original_count": line.original_count,
                    "certified_count": line.certified_count,
                    "copy_count": line.copy_count,
                    "supplement_id": request.id,
                }
            )
            for line in request.line_ids
        ]

    def _effect_expire_supplement(self, moment, **_arguments):
        effects = {}
        for dossier in self:
            request = dossier._open_requests()
            request._write_as_action({"state": "expired"})
            values, moved = dossier._close_pauses(moment, ending="dropped")
            values.update(
                ended_at=moment,
                stop_reason="expired",
                end_reason=self.env._("The supplement was not handed in in time."),
            )
            effects[dossier] = (
                values,
                {"request": request.id, "reason": "expired", **moved},
            )
        return effects

    def _effect_refuse_supplement(self, moment, **_arguments):
        effects = {}
        for dossier in self:
            request = dossier._open_requests()
            request._write_as_action({"state": "expired"})
            dossier._register_results([{}], moment)
            values, moved = dossier._close_pauses(moment, ending="dropped")
            values.update(
                **dossier._resolved_values("refused", moment, values.get("due")),
                result_note=self.env._("The supplement was not handed in in time."),
            )
            effects[dossier] = (values, {"request": request.id, **moved})
        return effects

    def _drop_requests(self):
        """End what was asked for together with the dossier."""
        self._open_requests()._write_as_action({"state": "dropped"})

    # -- end of the citizen's time ------------------------------------------------

    @api.model
    def _windows_over(self):
        """Requests whose time has passed and that nobody has dealt with.

        :return: ``tthc.dossier.supplement``
        """
        return self.env["tthc.dossier.supplement"].search(
            [
                ("state", "=", "issued"),
                ("kind", "=", "processing"),
                ("window_due", "<", now()),
                ("window_told_at", "=", False),
            ]
        )

    def _end_window(self, request):
        """Do what the procedure says of a supplement that was not handed in.

        :param request: ``tthc.dossier.supplement`` of this dossier
        """
        self.ensure_one()
        if request.window_end in ("close", "stop"):
            self._run("expire_supplement", source="job")
        elif request.window_end == "refuse":
            self._run("refuse_supplement", source="job")
        else:
            self._tell_managers(
                self.env._(
                    "The citizen has not completed %(code)s in time: decide how to go "
                    "on.",
                    code=self.display_name,
                )
            )
            request._write_as_action({"window_told_at": now()})
