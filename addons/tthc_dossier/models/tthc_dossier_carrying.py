from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.due_date import Line

from .transition_table import TRANSITIONS

#: States in which a dossier is taken over from an earlier system.
CARRIED_STATES = ("received", "processing", "supplement", "fee_wait", "resolved")


class TthcDossierCarrying(models.AbstractModel):
    """Dossiers that were open in an earlier system: the opening balance.

    They keep code, dates and promises. They draw no number of this system's registers
    and count as carried over, whenever they were received (domain.md §6.2).
    """

    _name = "tthc.dossier.carrying"
    _description = "Opening balance of dossiers"

    carried_over_on = fields.Date(
        readonly=True,
        copy=False,
        help="The day for which the opening balance was made. In every figure from "
        "that day on the dossier counts as carried over, never as received.",
    )
    opening_id = fields.Many2one(
        "tthc.opening.import",
        string="Opening balance",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    opening_row = fields.Integer(string="Row in the file", readonly=True, copy=False)
    old_register = fields.Char(string="Old register", readonly=True, copy=False)

    def _carry_over(self, carried=None):
        """Take drafts over from an earlier system, with what the file says of each.

        :param carried: dict of id → facts, as ``tthc.opening.sheet._facts`` makes them
        :raise AccessError: to others than managers of the center
        :raise UserError: see :meth:`_run`
        """
        self.check_access("read")
        self._check_role(TRANSITIONS["carry_over"].group)
        self._need_center()
        # sudo: a manager reads dossiers and writes nothing on them but this
        self.sudo()._run("carry_over", source="import", carried=carried or {})

    def _need_carried(self, carried=None, **_arguments):
        for dossier in self:
            facts = (carried or {}).get(dossier.id)
            if not facts or facts["state"] not in CARRIED_STATES:
                raise UserError(
                    self.env._(
                        "The file does not say in which state %(dossier)s is.",
                        dossier=dossier.display_name,
                    )
                )
            if not facts["code"] or facts["received_at"] > now():
                raise UserError(
                    self.env._(
                        "An old dossier needs its code and a day of receipt that has "
                        "passed."
                    )
                )

    def _effect_carry_over(self, moment, carried=None, **_arguments):
        effects = {}
        steps = []
        for dossier in self:
            facts = carried[dossier.id]
            values = dossier._carried_values(facts, moment)
            dossier.with_context(**self._move_context()).write(values)
            steps += [
                {"dossier_id": dossier.id, **dossier._carried_step(step, facts)}
                for step in facts["steps"]
            ]
            effects[dossier] = (
                {"state": facts["state"], **dossier._carried_waiting(facts)},
                dossier._carried_data(facts),
            )
        self.env["tthc.dossier.step"].with_context(**self._move_context()).create(steps)
        return effects

    def _carried_values(self, facts, moment):
        """What the file says, as the fields of a dossier.

        :param facts: dict as ``tthc.opening.sheet._facts`` makes it
        :param moment: of the taking over, naive UTC
        """
        self.ensure_one()
        received_at, due = facts["received_at"], facts["due"]
        values = {
            "origin": "carried_over",
            "opening_id": facts["opening_id"],
            "opening_row": facts["row"],
            "carried_over_on": facts["opening_day"],
            "old_register": facts["old_register"],
            "code": facts["code"],
            "code_day": facts["code_day"],
            "code_number": facts["code_number"],
            "register_agency_id": facts["register_agency_id"],
            "regulation_id": facts["regulation_id"],
            "agency_id": facts["agency_id"],
            "agency_ids": [(6, 0, facts["agency_ids"])],
            "monitor_center_id": facts["monitor_center_id"],
            "received_at": received_at,
            "limit_value": facts["limit_value"],
            "limit_unit": facts["limit_unit"],
            "due_original": facts["due_original"],
            "due": due,
            "due_center": due and self._due_center(received_at, due),
            "due_lines": self._carried_lines(facts),
            "fee_amount": facts["fee_amount"],
            "fee_text": facts["fee_text"],
            "transferred_at": facts["state"] != "received" and received_at,
            **self._carried_clock(facts["waiting_since"] or moment, received_at, due),
        }
        if facts["state"] == "received":
            values["transfer_due"] = facts["transfer_due"]
        if facts["state"] == "resolved":
            values.update(
                self._resolved_values(facts["outcome"], facts["resolved_at"], due),
                result_number=facts["result_number"],
                result_date=self.center_id._local_day(facts["resolved_at"]),
            )
        return values

    def _carried_lines(self, facts):
        """The explanation of a date that was not counted here."""
        if not facts["due"]:
            return None
        center = self.center_id
        line = Line(
            "carried",
            at=center._local(facts["received_at"]),
            until=center._local(facts["due"]),
            name=facts["code"],
        )
        return [line.as_dict()]

    def _carried_clock(self, start, received_at, due):
        """A clock by which the engine answers the day that was promised.

        So a pause that ends later gives back its time from that very day, whatever
        limit the earlier system counted with.

        :param start: taking over, or begin of the pause that lasts, naive UTC
        :param received_at: naive UTC
        :param due: day promised, naive UTC, or a false value
        """
        if not due:
            return {"clock_start": received_at, "clock_value": 0, "clock_unit": False}
        calendar = self.center_id.resource_calendar_id
        if due <= start:
            # Late already: nothing is ever given back (T5), so any start will do.
            start = received_at
        begin = self.center_id._local_day(calendar.tthc_next_opening(start))
        until = self.center_id._local_day(due)
        days = calendar.tthc_working_days_within(begin, until)
        if days > 0 and self._count(start, days, "working_day").at == due:
            value, unit = days, "working_day"
        else:
            value = max(calendar.tthc_working_minutes_between(start, due), 1)
            unit = "minute"
        return {"clock_start": start, "clock_value": value, "clock_unit": unit}

    def _carried_step(self, step, facts):
        """Values of one step as the file, or else the procedure, says.

        :param step: dict of the sheet
        :param facts: dict of the dossier
        """
        done_at, due = step.get("done_at"), step.get("due")
        if done_at:
            return {**step, "punctuality": self._punctuality_at(done_at, due)}
        if step["state"] == "active" and not due:
            return {**step, "due": self.due_center or facts["due"]}
        return step

    def _carried_waiting(self, facts):
        """The pause that lasts: what the citizen is waited for.

        :return: values to write on the dossier
        """
        since, reason = facts["waiting_since"], facts["waiting_for"]
        if facts["state"] == "fee_wait":
            return self._open_pause("fee", moment=since, **self._fee_effect(reason))
        if facts["state"] != "supplement":
            return {}
        request = self._create_request("processing", reason, (), asked_at=since)
        request._write_as_action(
            {
                "state": "issued",
                "issued_at": since,
                "window_due": facts["window_due"],
                "window_end": self.version_id.supplement_window_end or "notify",
            }
        )
        return self._open_pause(
            "supplement",
            moment=since,
            supplement_id=request.id,
            reason=reason,
            **self._supplement_effect(),
        )

    @api.model
    def _carried_data(self, facts):
        """What the log keeps of a dossier that was taken over: no personal data."""
        due = facts["due"]
        return {
            "opening": facts["opening_id"],
            "row": facts["row"],
            "received_at": facts["received_at"].isoformat(),
            "due_original": facts["due_original"] and facts["due_original"].isoformat(),
            "due": due and due.isoformat(),
            "agency": facts["agency_id"],
            "version": self.version_id.id,
        }
