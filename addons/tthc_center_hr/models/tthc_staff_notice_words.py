from odoo import api, fields, models

from .tthc_staff_notice_workbook import KNOWN, NO_DATA


class TthcStaffNoticeWords(models.AbstractModel):
    """The figures of a person in words: one reckoning for screen, Excel and paper."""

    _name = "tthc.staff.notice.words"
    _description = "Figures of a person in words"

    time_text = fields.Char(string="Working time", compute="_compute_words")
    progress_text = fields.Char(string="Progress", compute="_compute_words")
    attitude_text = fields.Char(string="Attitude", compute="_compute_words")

    @api.depends(
        "notice_id.gathered_at",
        "roster_known",
        "attendance_known",
        "progress_known",
        "rating_known",
        "head_option_id",
    )
    @api.depends_context("lang")
    def _compute_words(self):
        for line in self:
            line.time_text = line._sentence(
                self.env._("in post %(days)s days", days=line.days_in_post),
                line._roster_words(),
                line._attendance_words(),
            )
            line.progress_text = line._sentence(
                line._progress_words(), line._score_words()
            )
            line.attitude_text = line._sentence(
                line._rating_words(), line._head_words()
            )

    @api.model
    def _sentence(self, *parts):
        text = "; ".join(part for part in parts if part)
        return text[:1].upper() + text[1:]

    def _roster_words(self):
        if not self.roster_known:
            return self.env._("roster: no data")
        if self.absent:
            return self.env._(
                "served %(served)s of %(planned)s half-days, absent %(absent)s",
                served=self.served,
                planned=self.planned,
                absent=self.absent,
            )
        return self.env._(
            "served %(served)s of %(planned)s half-days",
            served=self.served,
            planned=self.planned,
        )

    def _attendance_words(self):
        if not self.attendance_known:
            return self.env._("check-ins: no data")
        return self.env._(
            "late %(late)s, left early %(early)s, not checked in %(missed)s",
            late=self.late_count,
            early=self.early_count,
            missed=self.missed_count,
        )

    def _progress_words(self):
        if not self.progress_known:
            return self.env._("no data")
        handed = self.env._(
            "received %(received)s dossiers, handed on %(handed)s (%(late)s late)",
            received=self.received_count,
            handed=self.handed_count,
            late=self.handed_late_count,
        )
        steps = self.env._(
            "finished %(steps)s steps, %(late)s of them late",
            steps=self.step_on_time_count + self.step_late_count,
            late=self.step_late_count,
        )
        return f"{handed}; {steps}"

    def _score_words(self):
        """Points by the regulation, where something reckons them."""
        if not self.score_parts:
            return ""
        parts = ", ".join(
            self.env._(
                "no. %(number)s: %(points)s",
                number=number,
                points=self.env._("no data") if points is None else f"{points:g}",
            )
            for number, points in self.score_parts
        )
        return self.env._("points (%(parts)s)", parts=parts)

    def _rating_words(self):
        if not self.rating_known:
            return self.env._("ratings: no data")
        if not self.rating_count:
            return self.env._("nobody has rated")
        counts = ", ".join(
            f"{word.lower()} {count}" for word, count in self.rating_options or []
        )
        words = self.env._(
            "%(count)s ratings: %(counts)s", count=self.rating_count, counts=counts
        )
        if self.negative_count:
            words += self.env._(
                "; negative and found right %(count)s", count=self.negative_count
            )
        return words

    def _head_words(self):
        if not self.head_rating:
            return ""
        return self.env._("head of the center: %(word)s", word=self.head_rating.lower())

    def _role_label(self):
        """The role in the words of the user's language."""
        self.ensure_one()
        labels = dict(self._fields["role"]._description_selection(self.env))
        return labels.get(self.role, "")

    def _cells(self):
        """The person as a row of the Excel file; what nothing counted says so."""
        self.ensure_one()
        figures = [
            self[name] if self[known] else NO_DATA
            for known, names in KNOWN.items()
            for name in names
        ]
        return [
            self.name,
            self.title,
            self.agency_id.display_name,
            self._role_label(),
            self.days_in_post,
            *figures,
            self.head_rating or NO_DATA,
            self.note,
        ]

    def _differs_from(self, before):
        """What these words say otherwise than those of an earlier line.

        :param before: line of the notice that is corrected
        :return: list of words
        """
        self.ensure_one()
        rows = []
        for name in ("time_text", "progress_text", "attitude_text", "note"):
            if (self[name] or "") != (before[name] or ""):
                rows.append(
                    self.env._(
                        "%(name)s, %(matter)s: “%(new)s” in the place of “%(old)s”",
                        name=self.name,
                        matter=self._fields[name]._description_string(self.env).lower(),
                        new=self[name] or "–",
                        old=before[name] or "–",
                    )
                )
        return rows
