from odoo import models
from odoo.exceptions import UserError


class TthcDossierSlip(models.AbstractModel):
    """What the slips say that go to the citizen besides the receipt.

    Form 02 (guidance, supplement), form 03 (refusal), notice of a stop.
    """

    _name = "tthc.dossier.slip"
    _description = "What the slips to the citizen say"

    def _print_and_close(self, name):
        """Action of the web client: print a slip and close the wizard.

        :param name: end of the report's name, such as “guidance”
        """
        report = self.env.ref(f"tthc_dossier.action_report_{name}")
        return {**report.report_action(self), "close_on_report_download": True}

    def _guidance_values(self):
        """Texts of form 02: the last request to the citizen.

        :return: dict with ``day``, ``center_name``, ``request``, ``clerk``, ``title``
        :raise UserError: when nothing was asked of the citizen
        """
        self.ensure_one()
        request = self.supplement_ids.filtered("issued_at")[-1:]
        if not request:
            self._nothing_to_print()
        return {
            **self._slip_values(request.issued_at),
            "request": request,
            "clerk": request.issued_by_id,
        }

    def _refusal_values(self):
        """Texts of form 03: a refusal at intake, or as the result.

        :return: dict with ``day``, ``center_name``, ``reason``, ``clerk``
        :raise UserError: when nothing was refused
        """
        self.ensure_one()
        if self.state == "refused_intake":
            return {
                **self._slip_values(self.turned_away_at),
                "reason": self.end_reason,
                "clerk": self.turned_away_by_id,
            }
        if self.outcome == "refused":
            return {
                **self._slip_values(self.resolved_at),
                "reason": self.result_note,
                "clerk": self._last_event("resolve", "refuse_supplement").user_id,
            }
        return self._nothing_to_print()

    def _stop_values(self):
        """Texts of the notice that a dossier is no longer settled.

        :return: dict with ``day``, ``center_name``, ``reason``, ``ground`` (of law, as
            the log has it) and ``clerk`` (who stopped it)
        :raise UserError: when it was not stopped, or its receipt is void
        """
        self.ensure_one()
        if self.state != "stopped" or self.stop_reason == "void":
            self._nothing_to_print()
        event = self._last_event("stop", "expire_supplement")
        return {
            **self._slip_values(self.ended_at),
            "reason": self.end_reason,
            "ground": event.ground,
            "clerk": event.user_id if event.kind == "stop" else self.env["res.users"],
        }

    def _slip_foot(self, number):
        """The foot of a slip: its number and the dossier code, as far as there are.

        :param number: of the slip, or False
        """
        self.ensure_one()
        parts = (number and f"Số: {number}", self.code and f"Mã hồ sơ: {self.code}")
        return " · ".join(part for part in parts if part)

    def _slip_contact(self, center_name, clerk):
        """Whom the citizen asks: the clerk, the center, its phone.

        :param center_name: as on the day of the slip
        :param clerk: ``res.users`` or False
        """
        phone = self.center_id.phone
        parts = (
            clerk and f"công chức {clerk.name}",
            center_name,
            phone and f"số điện thoại {phone}",
        )
        return ", ".join(part for part in parts if part)

    def _last_event(self, *kinds):
        """The latest entry of the log of one of these kinds.

        :param kinds: kinds of ``tthc.dossier.event``
        """
        self.ensure_one()
        return self.event_ids.filtered(lambda event: event.kind in kinds).sorted("seq")[
            -1:
        ]

    def _slip_values(self, moment):
        day = self.center_id._local_day(moment)
        return {
            "day": day,
            "center_name": self.center_id._names_at(day)["name"],
            "agency_name": self.agency_id._names_at(day)["name"],
            "submitter": self.submitter_name or self.owner_name,
        }

    def _nothing_to_print(self):
        raise UserError(
            self.env._(
                "There is no such slip of %(code)s: nothing of the kind was done.",
                code=self.display_name,
            )
        )
