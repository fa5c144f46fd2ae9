import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.safe_eval import safe_eval, time

from odoo.addons.base.models.ir_qweb import QWebError

from ..tools.clock import today
from ..tools.form_pdf import ForeignFont, FormFault, RefusedAddress, form_printer
from ..tools.qr_code import qr_svg
from ..tools.vietnamese_date import VIETNAM, vietnamese_date, vietnamese_moment

_logger = logging.getLogger(__name__)

LEGAL_LANGUAGE = "vi_VN"


class IrActionsReport(models.Model):
    """Reports of the type ``tthc-pdf``: legal forms, laid out without wkhtmltopdf.

    Odoo calls ``_render_<report type>`` for every type that it does not know itself,
    which makes mail templates and other server-side callers work.
    """

    _inherit = "ir.actions.report"

    report_type = fields.Selection(
        selection_add=[("tthc-pdf", "Printed form")],
        ondelete={"tthc-pdf": "cascade"},
    )
    tthc_form_id = fields.Many2one(
        "tthc.form",
        string="Printed form",
        ondelete="cascade",
        index="btree_not_null",
        help="For reports of the type “Printed form”.",
    )

    @api.constrains("report_type", "tthc_form_id", "model")
    def _check_tthc_form(self):
        for report in self.filtered(lambda row: row.report_type == "tthc-pdf"):
            if report.tthc_form_id.model != report.model:
                raise ValidationError(
                    self.env._(
                        "The report %(report)s has to print a form of its own model "
                        "%(model)s. Choose one.",
                        report=report.name,
                        model=report.model,
                    )
                )

    def report_action(self, docids, data=None, config=True):
        """Override: a legal form has its own letterhead, not the company's layout."""
        config = config and self.report_type != "tthc-pdf"
        return super().report_action(docids, data=data, config=config)

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Override: callers that ask for any report's PDF by this method get ours."""
        if self._get_report(report_ref).report_type == "tthc-pdf":
            return self._render_tthc_pdf(report_ref, res_ids, data=data)
        return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    @api.model
    def _render_tthc_pdf(self, report_ref, res_ids, data=None):
        """Render a legal form of one or many records, with the user's own rights.

        :param report_ref: id, record, name or external id of a ``tthc-pdf`` report
        :param res_ids: id or list of ids of the report's model
        :param data: ignored, a form prints what stands in its records
        :return: ``(bytes, "pdf")``; PDF/A-3b, one file, page numbers per record and
            copy
        :raise AccessError: without the report's group or read access to a record
        :raise UserError: when the form can't be printed, with what to do about it
        """
        report = self._get_report(report_ref)
        res_ids = [res_ids] if isinstance(res_ids, int) else res_ids
        records = self.env[report.model].browse(res_ids).exists()
        if not records:
            raise UserError(
                self.env._("There is nothing to print: the records no longer exist.")
            )
        self._check_tthc_print(report, records)
        form = report.tthc_form_id
        kept = records._tthc_kept_file(form)
        if kept:
            return kept, "pdf"
        earlier = records._tthc_earlier_prints(form) if form.mark_reprints else {}
        sheets = [
            sheet
            for group in (
                records._tthc_print_groups(form) if form.combined else records
            )
            for sheet in self._tthc_sheets(form, group, earlier)
        ]
        return self._tthc_pdf(form, sheets), "pdf"

    def _check_tthc_print(self, report, records):
        """Raise unless the user may print these records by this report."""
        groups = report.group_ids
        if groups and not self.env.su and not groups & self.env.user.all_group_ids:
            raise AccessError(
                self.env._("You may not print “%(report)s”.", report=report.name)
            )
        records.check_access("read")

    def _tthc_sheets(self, form, records, earlier):
        """HTML of each copy of the form of one record, and of what comes with it.

        :param form: ``tthc.form``
        :param records: one record, or those that stand together on a combined form
        :param earlier: dict record id → how often the form was printed before
        """
        # Which law applied is no secret, but portal users may not list regulations.
        regulation = records[:1]._tthc_form_regulation().sudo()
        edition = form._edition_for(regulation)
        reprint = earlier.get(records.id, 0) if len(records) == 1 else 0
        sheets = self._tthc_copies(form, edition, records, reprint)
        companion = form.companion_id
        if companion and records._tthc_wants_companion(companion):
            extra = companion._find_edition(regulation)
            sheets += self._tthc_copies(companion, extra, records, 0) if extra else []
        return sheets

    def _tthc_copies(self, form, edition, records, reprint):
        """HTML of each copy of one form."""
        records = records.with_context(**self._tthc_legal_context())
        values = {
            "doc": records,
            "form": form,
            "edition": edition,
            "reprint": reprint,
            "title": f"{form.name} {records[:1].display_name}",
            "today": today(VIETNAM),
            "qr": qr_svg,
            "vn_date": vietnamese_date,
            "vn_moment": vietnamese_moment,
        }
        try:
            return [
                self._render_template(edition.template, dict(values, copy_label=label))
                for label in form._copies()
            ]
        except QWebError as error:
            _logger.exception(
                "The form %s of %s can't be filled in", form.code, records
            )
            raise UserError(
                self.env._(
                    "The form %(form)s can't be filled in for %(record)s. Nothing is "
                    "lost; tell the administrator that its template "
                    "%(template)s has a fault.",
                    form=form.name,
                    record=records[:1].display_name,
                    template=edition.template,
                )
            ) from error

    def _tthc_legal_context(self):
        """Legal forms are Vietnamese, whatever language the user works in."""
        if self.env["res.lang"]._get_data(code=LEGAL_LANGUAGE):
            return {"lang": LEGAL_LANGUAGE}
        return {}

    def _tthc_pdf(self, form, sheets):
        """Bytes of the file, or a fault in words that a clerk understands."""
        try:
            return form_printer().pdf(sheet.decode() for sheet in sheets)
        except FormFault as fault:
            raise UserError(self._tthc_fault_message(form, fault)) from fault

    def _tthc_fault_message(self, form, fault):
        """What is wrong with the form and who can mend it."""
        if isinstance(fault, RefusedAddress):
            return self.env._(
                "The form %(form)s refers to the address %(address)s, but a printed "
                "form may only contain what it brings along. Tell the administrator "
                "to take it out of the template.",
                form=form.name,
                address=fault.address,
            )
        if isinstance(fault, ForeignFont):
            return self.env._(
                "The form %(form)s asks for the font %(font)s, but legal forms are "
                "set in Liberation Serif. Tell the administrator to take it out of "
                "the template.",
                form=form.name,
                font=fault.families,
            )
        if fault.font_is_missing:
            return self.env._(
                "The font Liberation Serif 2 is not on the server, so that Vietnamese "
                "can't be printed. Tell the administrator to install the package "
                "fonts-liberation2 (from Debian 13 on: fonts-liberation) and to "
                "restart the center."
            )
        return self.env._(
            "The form %(form)s contains characters that can't be printed: "
            "%(letters)s. Replace them in the record and print again.",
            form=form.name,
            letters=" ".join(fault.letters),
        )

    def _tthc_file_name(self, records):
        """Name under which the browser offers the file.

        :param records: what is printed
        :return: the report's own name pattern for one record, else its name
        """
        self.ensure_one()
        if len(records) == 1 and self.print_report_name:
            values = {"object": records, "time": time}
            return f"{safe_eval(self.print_report_name, values)}.pdf"
        return f"{self.name}.pdf"
