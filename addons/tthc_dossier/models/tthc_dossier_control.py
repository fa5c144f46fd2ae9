import json

from odoo import models

#: Legal words on the form, whatever language the user works in.
RESULTS = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn"}
#: The form has room for this many hand-overs; what is left is filled in by hand.
LEAST_ROWS = 4


class TthcDossierControl(models.AbstractModel):
    """What the control sheet says that travels with the papers (form 05).

    Read from the log: each relay of the papers is an entry of it. What was taken back
    did not happen.
    """

    _name = "tthc.dossier.control"
    _description = "Control sheet of a dossier"

    def _control_values(self):
        """Texts and rows of form 05.

        :return: dict with ``day`` (of the receipt, at the center), ``agency_name``,
            ``partners`` (names of the other agencies) and ``rows``: dicts with
            ``giver``, ``receiver``, ``moment`` (naive UTC), ``giver_name``, ``result``,
            ``against`` (the day that the result is measured by) and ``note``
        :raise UserError: before the dossier is received
        """
        day = self._receipt_values()["day"]
        lead = self.register_agency_id
        partners = self.step_ids.agency_id | self.pause_ids.agency_id
        rows = self._relays()
        rows += [self._relay(False, "", "")] * (LEAST_ROWS - len(rows))
        return {
            "day": day,
            "agency_name": lead._names_at(day)["name"],
            "partners": [agency._names_at(day)["name"] for agency in partners - lead],
            "rows": rows,
        }

    def _relay(self, event, giver, receiver, **values):
        """One hand-over, as a row of the sheet.

        :param event: entry of the log, or False for a row to be filled in by hand
        :param giver: name of who gives
        :param receiver: name of who takes
        """
        return {
            "giver": giver,
            "receiver": receiver,
            "moment": event and event.happened_at,
            "giver_name": event and event.user_id.name,
            "result": "",
            "against": "",
            "note": "",
            **values,
        }

    def _relays(self):
        """Hand-overs in the order in which they happened."""
        self.ensure_one()
        relays = {
            "transfer": self._relay_transfer,
            "finish_step": self._relay_finish,
            "pass_on": self._relay_pass_on,
            "consult": self._relay_consult,
            "end_pause": self._relay_answer,
            "request_supplement": self._relay_request,
            "accept_supplement": self._relay_supplement,
            "resolve": self._relay_result,
            "refuse_supplement": self._relay_result,
        }
        rows = []
        for event, data in self._standing_events():
            relay = relays.get(event.kind)
            if relay:
                rows += relay(event, data)
        return rows

    def _standing_events(self):
        """Entries of the log that nobody took back, with what they say.

        :return: list of pairs of entry and dict
        """
        events = [
            (event, json.loads(event.payload)) for event in self.event_ids.sorted("seq")
        ]
        undone = {data["undone_seq"] for _event, data in events if "undone_seq" in data}
        return [pair for pair in events if pair[0].seq not in undone]

    # -- one kind of relay each ------------------------------------------------

    def _relay_transfer(self, event, _data):
        receivers = self._started_at(event).agency_id or self.agency_id
        return [
            self._relay(event, self._center_then(event), self._then(receivers, event))
        ]

    def _relay_finish(self, event, data):
        steps = self.env["tthc.dossier.step"].browse(data.get("steps", ()))
        steps = steps & self.step_ids
        next_steps = self._started_at(event)
        at_desk = self.step_ids.filtered(
            lambda step: step.pass_asked_at == event.happened_at
        )
        if not (next_steps.agency_id | at_desk.agency_id) - steps.agency_id:
            return []
        receiver = (
            self._center_then(event)
            if at_desk
            else self._then(next_steps.agency_id, event)
        )
        return [
            self._relay(
                event,
                self._then(steps.agency_id, event),
                receiver,
                note="; ".join(steps.mapped("name")),
                **self._outcome_of(steps),
            )
        ]

    def _relay_pass_on(self, event, data):
        receivers = self.env["tthc.agency"].browse(data.get("to", ()))
        return [
            self._relay(
                event,
                self._passing_center()._names_at(self._day_of(event))["name"],
                self._then(receivers, event),
                note="Chuyển tiếp tại quầy của Trung tâm",
            )
        ]

    def _relay_consult(self, event, data):
        asked = self.env["tthc.agency"].browse(data.get("agency"))
        return [
            self._relay(
                event,
                self._then(self.agency_id, event),
                self._then(asked, event),
                note="Lấy ý kiến",
            )
        ]

    def _relay_answer(self, event, data):
        if data.get("kind_of_pause") != "consultation":
            return []
        asked = self.env["tthc.agency"].browse(data.get("agency"))
        pause = self.pause_ids.filtered(
            lambda row: row.agency_id == asked and row.ended_at == event.happened_at
        )[:1]
        return [
            self._relay(
                event,
                self._then(asked, event),
                self._then(self.agency_id, event),
                result=RESULTS["late"] if data.get("late") else RESULTS["on_time"],
                against=self._limit_label(pause.due),
                note=pause.answer or "Ý kiến",
            )
        ]

    def _relay_request(self, event, _data):
        return [
            self._relay(
                event,
                self._then(self.agency_id, event),
                self._center_then(event),
                note="Yêu cầu bổ sung hồ sơ",
            )
        ]

    def _relay_supplement(self, event, _data):
        return [
            self._relay(
                event,
                self._center_then(event),
                self._then(self._active_steps().agency_id or self.agency_id, event),
                note="Hồ sơ đã bổ sung",
            )
        ]

    def _relay_result(self, event, _data):
        return [
            self._relay(
                event,
                self._then(self.agency_id, event),
                self._center_then(event),
                result=RESULTS.get(self.punctuality, ""),
                against=self._limit_label(self.due),
                note=self._result_words(),
            )
        ]

    # -- words -----------------------------------------------------------------

    def _started_at(self, event):
        return self.step_ids.filtered(lambda step: step.started_at == event.happened_at)

    def _outcome_of(self, steps):
        """Early, on time or late: the worst of the steps tells."""
        order = list(RESULTS)
        known = [word for word in steps.mapped("punctuality") if word]
        if not known:
            return {}
        due = min(steps.filtered("due").mapped("due"), default=False)
        return {
            "result": RESULTS[max(known, key=order.index)],
            "against": self._limit_label(due),
        }

    def _limit_label(self, due):
        return f"(hạn {self._form_moment(due)})" if due else ""

    def _day_of(self, event):
        return self.center_id._local_day(event.happened_at)

    def _then(self, agencies, event):
        """Names of agencies on the day of an entry."""
        day = self._day_of(event)
        return "; ".join(agency._names_at(day)["name"] for agency in agencies)

    def _center_then(self, event):
        return self.center_id._names_at(self._day_of(event))["name"]
