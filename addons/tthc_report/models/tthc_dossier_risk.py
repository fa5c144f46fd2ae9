from odoo import api, fields, models

#: Working minutes up to which a span is told in hours.
IN_HOURS = 16 * 60


class TthcDossierRisk(models.AbstractModel):
    """Will this dossier be late, and why: reckoned when somebody looks."""

    _name = "tthc.dossier.risk"
    _description = "Overdue risk of a dossier"

    risk_reckoning = fields.Json(compute="_compute_risk_reckoning")

    # What went to the citizens today: the board counts it every minute.
    _returned_idx = models.Index("(returned_at) WHERE returned_at IS NOT NULL")

    def action_risk(self):
        """Show whether this dossier will be in time, reckoned now."""
        self.ensure_one()
        view = self.env.ref("tthc_report.tthc_dossier_view_form_risk")
        return {
            "name": self.env._("Will it be in time?"),
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
        }

    @api.depends("state", "due", "paused_at", "step_ids.state")
    @api.depends_context("lang")
    def _compute_risk_reckoning(self):
        answers = self.env["tthc.risk.reckoning"]._reckon(self)
        for dossier in self:
            answer = answers.get(dossier.id)
            dossier.risk_reckoning = answer and dossier._risk_told(answer)

    def _risk_told(self, answer):
        """A reckoning with its words, as the screen shows it.

        :param answer: as ``tthc.risk.reckoning._reckon_one`` gives
        """
        self.ensure_one()
        levels = dict(
            self.env["tthc.risk"]._fields["level"]._description_selection(self.env)
        )
        return {
            **answer,
            "level_label": levels[answer["level"]],
            "words": self._risk_words(
                answer["level"], answer["needed"], answer["left"]
            ),
            "sums": {
                name: self._risk_span(answer[name])
                for name in ("left", "left_due", "needed", "most", "slack")
            },
            "due_words": self._risk_moment(self.due),
            "round_words": self._risk_round_words(answer),
            "as_of_words": self._risk_moment(answer["as_of"]),
            "start": self._risk_start(answer["start"]),
            "start_words": self._risk_start_words(answer["start"]),
            "lines": [self._risk_line_told(line) for line in answer["lines"]],
        }

    def _risk_words(self, level, needed, left):
        """“needs 9 h, has 6 h”.

        :param level: key of the levels of ``tthc.risk``
        :param needed: working minutes
        :param left: working minutes
        """
        if level == "waiting":
            return self.env._("waits for the citizen")
        if left < 0:
            return self.env._(
                "needs %(needed)s, is over by %(left)s",
                needed=self._risk_span(needed),
                left=self._risk_span(-left),
            )
        return self.env._(
            "needs %(needed)s, has %(left)s",
            needed=self._risk_span(needed),
            left=self._risk_span(left),
        )

    def _risk_span(self, minutes):
        """Working minutes in words: hours, from two days on days and hours."""
        minutes, sign = abs(minutes), "−" if minutes < 0 else ""
        if minutes <= IN_HOURS:
            hours, rest = divmod(minutes, 60)
            days = 0
        else:
            a_day = self.center_id.resource_calendar_id.hours_per_day * 60
            days, rest = divmod(minutes, a_day)
            hours, rest = rest // 60, 0
        parts = [
            days and self.env._("%(n)d d", n=days),
            hours and self.env._("%(n)d h", n=hours),
            rest and self.env._("%(n)d min", n=rest),
        ]
        words = " ".join(part for part in parts if part)
        return sign + (words or self.env._("0 h"))

    def _risk_moment(self, moment):
        moment = fields.Datetime.to_datetime(moment)
        local = self.center_id._local(moment)
        day = self.env["resource.calendar"]._tthc_day_text(local)
        return f"{local:%H:%M} {day}"

    def _risk_round_words(self, answer):
        if answer["round_missed"]:
            return self.env._("No round brings the result to the center in time")
        run = answer["round"]
        if not run:
            return ""
        return self.env._(
            "Last round in time: %(route)s, is there %(at)s, back %(back)s",
            route=run["route"],
            at=self._risk_moment(run["at"]),
            back=self._risk_moment(run["back"]),
        )

    def _risk_start(self, start):
        return start and {**start, "words": self._risk_span(start["minutes"])}

    def _risk_start_words(self, start):
        if not start:
            return ""
        return self.env._(
            "On the way with %(route)s until %(at)s",
            route=start["route"],
            at=self._risk_moment(start["at"]),
        )

    def _risk_line_told(self, line):
        return {
            **line,
            "usual_words": self._risk_span(line["usual"]) if line["usual"] else "–",
            "most_words": self._risk_span(line["most"]) if line["most"] else "–",
            "spent_words": self._risk_span(line["spent"]) if line["active"] else "",
            "rest_words": self._risk_span(line["rest"]),
            "source_words": self._risk_source_words(line),
        }

    def _risk_source_words(self, line):
        if line["excluded"]:
            return self.env._("not counted by the procedure")
        if line["source"] == "usual":
            words = self.env._("of %(count)d done", count=line["sample"])
        elif line["source"] == "sector":
            words = self.env._("of %(count)d done in the sector", count=line["sample"])
        elif line["source"] == "planned":
            words = self.env._("too few done: the limit of the plan")
        else:
            words = self.env._("too few done, no limit in the plan")
        if not line["counted"]:
            return self.env._("%(known)s; beside a longer one", known=words)
        if line["overrun"]:
            return self.env._("%(known)s; has taken longer than that", known=words)
        return words
