import hashlib
import json

from odoo import api, fields, models

from .readiness_table import SENT


def iso(value):
    """A date or an instant for JSON, None for nothing."""
    return (
        fields.Datetime.to_string(value)
        if hasattr(value, "hour")
        else (fields.Date.to_string(value) or None)
    )


class TthcReadinessReportContent(models.AbstractModel):
    """What a report says, as data: printed, written to files, and frozen at filing."""

    _name = "tthc.readiness.report.content"
    _description = "Content of a readiness report"

    plan_difference = fields.Text(
        string="Plan since filing", compute="_compute_plan_difference"
    )
    earlier_difficulty_ids = fields.Many2many(
        "tthc.readiness.difficulty",
        string="Raised earlier, not answered yet",
        compute="_compute_earlier_difficulty_ids",
    )

    @api.depends("filing_ids", "plan_ids.write_date")
    @api.depends_context("lang")
    def _compute_plan_difference(self):
        # sudo: what was filed, compared for whoever reads the report
        for report in self.sudo():
            filing = report.filing_ids.sorted("number")[-1:]
            sent = report.state in SENT
            words = filing._plan_changes(report._plan_rows()) if sent and filing else []
            report.plan_difference = "\n".join(words) or False

    def _report_content(self):
        """What the report says: as it was filed, or as it stands on the agency's desk.

        :return: dict with ``campaign``, ``agency``, ``center``, ``people``, ``counts``,
            ``visits``, ``plan`` and ``difficulties``; for readers without the right to
            phones and sizes these are empty
        """
        self.ensure_one()
        # sudo: the filing is read for its report, which the user reads
        filing = self.sudo().filing_ids.sorted("number")[-1:]
        if self.state in SENT and filing:
            content = json.loads(filing.content)
        else:
            # sudo: as above
            content = self.sudo()._content_now()
        if not self.env["tthc.readiness.person"]._may_see_personal():
            for row in content["people"]:
                row.update(phone="", size="", system=None)
        return content

    def _content_now(self):
        """The sections as they stand now, JSON-able, in the order of the form."""
        self.ensure_one()
        campaign = self.campaign_id
        return {
            "form": campaign.form_edition,
            "campaign": {
                "name": campaign.name,
                "dispatch_number": campaign.dispatch_number or "",
                "dispatch_date": iso(campaign.dispatch_date),
                "opening_day": iso(campaign.opening_day),
                "due_at": iso(self.due_at),
            },
            "agency": {"id": self.agency_id.id, "name": self.agency_id.name},
            "center": {"id": self.center_id.id, "name": self.center_id.name},
            "people": [
                {
                    "role": row.role,
                    "name": row.name or "",
                    "title": row.title or "",
                    "phone": row.phone or "",
                    "size": (row.role == "main" and row.size) or "",
                    "remark": row.remark or "",
                    "system": row.system or None,
                }
                for row in self.person_ids.sorted(
                    lambda row: (row.place, row.sequence, row.id)
                )
            ],
            "counts": [
                {
                    "key": row.key,
                    "number": row.number or "",
                    "partners": row.partners or "",
                    "remark": row.remark or "",
                    "system": row.system_text or "",
                }
                for row in self.count_ids.sorted(lambda row: (row.sequence, row.id))
            ],
            "visits": [
                {
                    "name": row.name,
                    "hour": row.hour,
                    "remark": row.remark or "",
                    "system": row.system_hour if row.stop_id else None,
                }
                for row in self.visit_ids.sorted(lambda row: (row.hour, row.id))
            ],
            "plan": self._plan_rows(),
            "difficulties": [
                {
                    "kind": row.kind,
                    "text": row.name,
                    "answer": row.answer or "",
                    "owner": row.owner_agency_id.name or "",
                }
                for row in self._difficulties()
            ],
        }

    def _plan_rows(self):
        """Section III as rows, in the order of the form."""
        self.ensure_one()
        return [
            {
                "id": task.id,
                "content": task.name,
                "detail": task.tthc_detail or "",
                "date_from": iso(task.tthc_date_from),
                "date_to": iso(task.tthc_date_to),
                "partners": task._partner_words(),
                "progress": task.tthc_progress,
            }
            for task in self.plan_ids.sorted(lambda row: (row.sequence, row.id))
        ]

    def _difficulties(self):
        """Section IV: what is raised in this report, and what still has no answer.

        :return: ``tthc.readiness.difficulty``
        """
        self.ensure_one()
        return (self.earlier_difficulty_ids | self.difficulty_ids).sorted("id")

    @api.depends("agency_id", "center_id")
    def _compute_earlier_difficulty_ids(self):
        found = self.env["tthc.readiness.difficulty"].search(
            [
                ("agency_id", "in", self.agency_id.ids),
                ("center_id", "in", self.center_id.ids),
                ("state", "!=", "answered"),
            ]
        )
        for report in self:
            origin = report._origin
            report.earlier_difficulty_ids = found.filtered(
                lambda row, origin=origin: (
                    row.agency_id == origin.agency_id
                    and row.center_id == origin.center_id
                    and row.report_id.id < origin.id
                )
            )

    def _freeze(self, moment):
        """Keep what the report says as it is filed.

        :param moment: naive UTC
        :return: ``tthc.readiness.filing``
        """
        self.ensure_one()
        # sudo: what is frozen is the whole report, whoever files it
        me = self.sudo()
        content = json.dumps(
            me._content_now(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        digest = hashlib.sha256(content.encode()).hexdigest()
        filing = me.env["tthc.readiness.filing"]._appending()
        return filing.create(
            {
                "report_id": self.id,
                "agency_id": self.agency_id.id,
                "number": len(me.filing_ids) + 1,
                "filed_at": moment,
                "filed_by_id": self.env.uid,
                "approved_by_id": me.approved_by_id.id,
                "due_at": me.due_at,
                "is_late": moment > me.due_at,
                "score": me.score,
                "content": content,
                "digest": digest,
            }
        )
