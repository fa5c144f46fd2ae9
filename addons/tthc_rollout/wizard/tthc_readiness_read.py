import base64
import binascii
import re

from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from odoo.addons.tthc_base.tools.search_key import fold
from odoo.addons.tthc_catalog.tools.sheet_file import SheetError

from ..models.readiness_table import EDITABLE
from ..models.tthc_readiness_count import HEADS
from ..tools.readiness_reader import Form

#: More agencies than a province has.
MOST_AGENCIES = 2000


class TthcReadinessRead(models.TransientModel):
    """Takes a form that was filled off-line into the report: first shown, then taken.

    Nothing of the report is taken away: rows are found by role and name, kind, or
    words, and filled in; others are added.
    """

    _name = "tthc.readiness.read"
    _description = "Form that was filled off-line"

    report_id = fields.Many2one("tthc.readiness.report", required=True, readonly=True)
    file = fields.Binary(string="Word or Excel file")
    file_name = fields.Char()
    is_read = fields.Boolean()
    found = fields.Text(string="Understood", readonly=True)
    unknown = fields.Text(string="Not understood", readonly=True)

    def _form(self):
        """The form as read from the file.

        :raise UserError: for a file that can't be read
        """
        self.ensure_one()
        try:
            content = base64.b64decode(self.file or b"", validate=True)
            return Form(content, HEADS)
        except binascii.Error as error:
            raise UserError(self.env._("Choose a file first.")) from error
        except SheetError as error:
            raise UserError(str(error.message)) from error

    def action_read(self):
        """Show what the file says, before anything is written.

        :return: action that shows this dialog again
        :raise UserError: for a file that can't be read, or without anything in it
        """
        self.ensure_one()
        form = self._form()
        counts = (
            (self.env._("People"), len(form.people)),
            (self.env._("Counts of procedures"), len(form.counts)),
            (self.env._("Hours of the Post"), len(form.visits)),
            (self.env._("Lines of the plan"), len(form.plan)),
            (self.env._("Difficulties and proposals"), len(form.difficulties)),
        )
        if not any(number for _label, number in counts) and not form.unknown:
            raise UserError(
                self.env._(
                    "Nothing of the form was found in this file. Its tables are found "
                    "by their headings: “Tên”, “Loại thủ tục”, “Nội dung thực hiện”."
                )
            )
        self.write(
            {
                "is_read": True,
                "found": "\n".join(f"{label}: {number}" for label, number in counts),
                "unknown": "\n".join(form.unknown) or False,
            }
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_rollout.tthc_readiness_read_action"
        )
        return {**action, "res_id": self.id}

    def action_take(self):
        """Fill the report with what was understood.

        What was not is noted on the report, so that it can be typed in.

        :raise UserError: for a report that was filed meanwhile, or another agency's
        """
        self.ensure_one()
        form = self._form()
        report = self.report_id
        report.check_access("write")
        report._check_state(*EDITABLE)
        report.write(
            {
                "person_ids": self._people(report, form),
                "count_ids": self._counts(report, form),
                "visit_ids": self._visits(report, form),
                "plan_ids": self._plan(report, form),
                "difficulty_ids": self._difficulties(report, form),
            }
        )
        if form.unknown:
            lines = "\n".join(form.unknown)
            words = self.env._("Not understood in the file:\n%(lines)s", lines=lines)
            report.message_post(body=plaintext2html(words))
        return {"type": "ir.actions.act_window_close"}

    def _people(self, report, form):
        known = {(row.role, fold(row.name)): row for row in report.person_ids}
        commands = []
        for person in form.people:
            values = {name: text for name, text in person.items() if text}
            if person["role"] != "main":
                values.pop("size", None)
            row = known.get((person["role"], fold(person["name"])))
            commands.append(
                Command.update(row.id, values) if row else Command.create(values)
            )
        return commands

    def _counts(self, report, form):
        return [
            Command.update(
                row.id,
                {name: text for name, text in form.counts[row.key].items() if text},
            )
            for row in report.count_ids
            if row.key in form.counts
        ]

    def _visits(self, report, form):
        known = {fold(row.name): row for row in report.visit_ids}
        return [
            Command.update(known[name].id, {"hour": visit["hour"]})
            if (name := fold(visit["name"])) in known
            else Command.create(visit)
            for visit in form.visits
        ]

    def _plan(self, report, form):
        agencies = self._agencies() if form.plan else {}
        known = {fold(task.name): task for task in report.plan_ids}
        commands = []
        for line in form.plan:
            values = {
                "name": line["content"],
                "tthc_detail": line["detail"],
                "tthc_date_from": line["date_from"],
                "tthc_date_to": line["date_to"],
            }
            task = known.get(fold(line["content"]), report.plan_ids.browse())
            if not task or fold(task._partner_words()) != fold(line["partners"]):
                values.update(self._partners(line["partners"], agencies))
            values = {name: value for name, value in values.items() if value}
            commands.append(
                Command.update(task.id, values)
                if task
                else Command.create({**values, "tthc_report_id": report.id})
            )
        return commands

    def _agencies(self):
        """The agencies of today by each of their names."""
        agencies = self.env["tthc.agency"].search(
            [("date_to", "=", False)], limit=MOST_AGENCIES
        )
        return {
            fold(name): agency
            for agency in agencies
            for name in (agency.name, agency.short_name, agency.display_name)
            if name
        }

    def _partners(self, text, agencies):
        """Partners as an agency names them: those of the list, and the others.

        :param text: names, between semicolons or commas
        :param agencies: dict of a name → ``tthc.agency``
        :return: values of a line of the plan
        """
        found, others = [], []
        for words in filter(None, map(str.strip, re.split(r"[;\n]", text))):
            # Names have commas of their own: only where each part is one.
            parts = [words] if fold(words) in agencies else words.split(",")
            if all(fold(part) in agencies for part in parts):
                found += [agencies[fold(part)].id for part in parts]
            else:
                others.append(words)
        return {
            "tthc_partner_ids": [Command.link(agency) for agency in found],
            "tthc_partner_text": "; ".join(others),
        }

    def _difficulties(self, report, form):
        known = {fold(row.name) for row in report._difficulties()}
        return [
            Command.create({"name": text, "kind": self._kind(text)})
            for text in form.difficulties
            if fold(text) not in known
        ]

    def _kind(self, text):
        asks = fold(text).startswith(("de nghi", "kien nghi", "de xuat"))
        return "proposal" if asks else "difficulty"
