from datetime import datetime, time

from odoo import api, models

from odoo.addons.tthc_base.tools.search_key import fold

#: A receipt of which only the day is known, where the day has no sessions.
MORNING = time(8, 0)
EVENING = time(17, 0)
WAITING = ("supplement", "fee_wait")


class TthcOpeningSheetChecking(models.AbstractModel):
    """Rules between the cells of a row: what an open dossier can't have been."""

    _name = "tthc.opening.sheet.checking"
    _description = "Rules of a sheet of open dossiers"

    @api.model
    def _check_row(self, row, known):
        """What must hold between the cells of a dossier that is new."""
        if row.record or row.is_refused:
            return
        for key in ("received_at", "resolved_at", "waiting_since"):
            row.values[key] = self._begin(row.values.get(key), known)
        for key in ("due_original", "due", "window_due"):
            row.values[key] = self._end(row, key, known)
        self._check_version(row, known)
        self._check_dates(row, known)
        self._check_waiting(row)
        self._check_result(row)
        self._check_steps(row, known)

    @api.model
    def _begin(self, told, known):
        """Instant of something that happened; of a day alone, when it opened."""
        if not told:
            return False
        day, clock = told
        center = known["center"]
        if not clock and known["calendar"].tthc_is_working_day(day):
            midnight = center._utc(datetime.combine(day, time()))
            return known["calendar"].tthc_next_opening(midnight)
        return center._utc(datetime.combine(day, clock or MORNING))

    @api.model
    def _end(self, row, key, known):
        """Instant of a limit; of a day alone, its closing time."""
        told = row.values.get(key)
        if not told:
            return False
        day, clock = told
        worked = known["calendar"].tthc_is_working_day(day)
        if not worked:
            row.warn(
                key,
                self.env._(
                    "%(day)s is no working day; the date is kept as promised.",
                    day=f"{day:%d/%m/%Y}",
                ),
            )
        if not clock and worked:
            return known["calendar"].tthc_closing(day)
        return known["center"]._utc(datetime.combine(day, clock or EVENING))

    @api.model
    def _check_version(self, row, known):
        """Choose the version of the day of receipt, its case and its agency."""
        received_at = row.values["received_at"]
        if not received_at:
            return
        procedure = row.values["procedure"]
        day = known["center"]._local_day(received_at)
        version = procedure._version_at(day)
        if not version:
            version = procedure.version_ids.filtered(
                lambda row: row.state in ("approved", "abolished")
            ).sorted("valid_from")[-1:]
            if not version:
                row.refuse(
                    "procedure_code",
                    self.env._("This procedure has no approved version yet."),
                )
                return
            row.warn(
                "procedure_code",
                self.env._(
                    "No version of the catalog was in force on %(day)s: the nearest "
                    "one is taken.",
                    day=f"{day:%d/%m/%Y}",
                ),
            )
        row.values["version"] = version
        self._check_case(row, version)
        self._check_agency(row, version, known)

    @api.model
    def _check_case(self, row, version):
        text = fold(row.values.get("case_text") or "")
        row.values["case"] = version.case_ids.filtered(
            lambda case: text and fold(case.name) == text
        )[:1]
        if text and not row.values["case"]:
            row.refuse(
                "case",
                self.env._(
                    "This procedure has no such case. It has: %(names)s.",
                    names="; ".join(version.case_ids.mapped("name")) or "–",
                ),
            )

    @api.model
    def _check_agency(self, row, version, known):
        told = self.env["tthc.agency"].browse(row.values.get("agency_id") or [])
        agency = told or version._lead_agency(known["center"])
        if not agency:
            row.refuse(
                "lead_agency",
                self.env._("Neither the row nor the procedure says who settles it."),
            )
        row.values["agency"] = agency

    @api.model
    def _check_dates(self, row, known):
        """A receipt lies in the past, and before what was promised."""
        values = row.values
        received_at, promised = values["received_at"], values["due_original"]
        if not received_at:
            return
        day = known["center"]._local_day(received_at)
        if day > min(known["job"].opening_day, known["today"]):
            row.refuse(
                "received_at",
                self.env._(
                    "Received after the day of the opening balance (%(day)s): receive "
                    "it at the counter.",
                    day=f"{known['job'].opening_day:%d/%m/%Y}",
                ),
            )
        for key in ("due_original", "due"):
            if values[key] and values[key] < received_at:
                row.refuse(key, self.env._("This day lies before the receipt."))
        if promised:
            values["due"] = values["due"] or promised
        elif values["due"]:
            values["due_original"] = values["due"]
        elif values.get("version") and not values["version"].no_legal_limit:
            row.refuse(
                "due_original",
                self.env._(
                    "What was promised to the citizen is missing. Only procedures "
                    "without a legal limit have no date."
                ),
            )

    @api.model
    def _check_waiting(self, row):
        values = row.values
        waits = values.get("state") in WAITING
        if not waits:
            if values["waiting_since"]:
                row.warn(
                    "waiting_since",
                    self.env._("Only what waits has this day: it is left out."),
                )
            values["waiting_since"] = False
            return
        if not values["waiting_since"]:
            row.refuse(
                "waiting_since",
                self.env._("Say since when the citizen is waited for."),
            )
        elif values["received_at"] and values["waiting_since"] < values["received_at"]:
            row.refuse("waiting_since", self.env._("This day lies before the receipt."))
        if not values.get("waiting_for"):
            values["waiting_for"] = "Theo hồ sơ kỳ trước chuyển qua"

    @api.model
    def _check_result(self, row):
        values = row.values
        if values.get("state") != "resolved":
            if values["resolved_at"]:
                row.refuse(
                    "resolved_at",
                    self.env._(
                        "It has a result, but another state: look which is right."
                    ),
                )
            return
        if not values["resolved_at"]:
            row.refuse("resolved_at", self.env._("Say when the result was there."))
        elif values["received_at"] and values["resolved_at"] < values["received_at"]:
            row.refuse("resolved_at", self.env._("This day lies before the receipt."))
        values["outcome"] = values.get("outcome") or "granted"

    @api.model
    def _check_steps(self, row, known):
        """Steps of the row, else of the procedure, and which one is under way."""
        if row.is_refused or "version" not in row.values:
            return
        steps = self._told_steps(row, known) or self._law_steps(row, known)
        if row.is_refused:
            return
        unfinished = [step for step in steps if not step["done_at"]]
        state = row.values["state"]
        if state in ("received", "resolved"):
            for step in unfinished:
                if state == "resolved":
                    step.update(state="done", done_at=row.values["resolved_at"])
        elif not unfinished:
            row.refuse(
                "steps",
                self.env._("All steps are done, but the state says that it goes on."),
            )
        else:
            first = unfinished[0]["sequence"]
            started = max(
                (step["done_at"] for step in steps if step["done_at"]),
                default=row.values["received_at"],
            )
            for step in unfinished:
                if step["sequence"] == first:
                    step.update(state="active", started_at=started)
        row.values["steps"] = steps

    @api.model
    def _told_steps(self, row, known):
        lead = row.values["agency"]
        steps = []
        for place, line in enumerate(row.lines.get("steps") or (), 1):
            if not line["name"]:
                row.refuse("steps", self.env._("A step has no name."))
            done_at = self._begin(line["done_at"], known)
            due = line["due"] and self._end_of(line["due"], known)
            if done_at and done_at < row.values["received_at"]:
                row.refuse(
                    "steps",
                    self.env._(
                        "“%(step)s” was done before the receipt.", step=line["name"]
                    ),
                )
            steps.append(
                {
                    "sequence": place * 10,
                    "name": line["name"],
                    "agency_id": line["agency_id"] or lead.id,
                    "role": line["role"],
                    "due": due,
                    "done_at": done_at,
                    "state": "done" if done_at else "waiting",
                }
            )
        return steps

    @api.model
    def _end_of(self, told, known):
        day, clock = told
        if not clock and known["calendar"].tthc_is_working_day(day):
            return known["calendar"].tthc_closing(day)
        return known["center"]._utc(datetime.combine(day, clock or EVENING))

    @api.model
    def _law_steps(self, row, known):
        """Steps of the procedure; those before the current one count as done."""
        draft = self.env["tthc.dossier"].new(
            {"version_id": row.values["version"].id, "center_id": known["center"].id}
        )
        steps = draft._step_values(row.values["agency"])
        current = int(row.values.get("current_step") or 1)
        if not 1 <= current <= len(steps):
            row.refuse(
                "current_step",
                self.env._("The procedure has %(count)s steps.", count=len(steps)),
            )
            return []
        sequence = steps[current - 1]["sequence"]
        for step in steps:
            done = step["sequence"] < sequence
            step.update(
                due=False,
                done_at=row.values["received_at"] if done else False,
                state="done" if done else "waiting",
            )
        return steps
