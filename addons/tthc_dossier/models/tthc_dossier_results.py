from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now

from .transition_table import RECEPTION, SPECIALIST

#: What a result document is registered with.
RESULT_FIELDS = (
    "kind_id",
    "name",
    "number",
    "date",
    "signer_name",
    "signer_title",
    "valid_until",
)


class TthcDossierResults(models.AbstractModel):
    """The result documents of a dossier."""

    _name = "tthc.dossier.results"
    _description = "Results of a dossier"

    result_ids = fields.One2many("tthc.dossier.result", "dossier_id", readonly=True)
    result_number = fields.Char(compute="_compute_first_result", store=True)
    result_date = fields.Date(compute="_compute_first_result", store=True)

    @api.depends("result_ids.number", "result_ids.date", "result_ids.sequence")
    def _compute_first_result(self):
        for dossier in self:
            first = dossier.result_ids.sorted(lambda row: (row.sequence, row.id))[:1]
            dossier.result_number = first.number
            dossier.result_date = first.date

    def _need_known_results(self, results=None, **_arguments):
        for dossier in self:
            kinds = set(dossier.version_id.result_ids.ids)
            asked = {row.get("kind_id") for row in results or ()} - {None, False}
            if asked - kinds:
                raise UserError(
                    self.env._(
                        "A result of %(code)s is of a kind that its procedure does not "
                        "know: choose one of the procedure's, or none.",
                        code=dossier.display_name,
                    )
                )

    def _register_results(self, documents, moment):
        """Register result documents; part of the actions that decide.

        :param documents: list of dicts of :data:`RESULT_FIELDS`, all optional: the
            name is that of the kind, the date today's at the center
        :param moment: naive UTC
        """
        self.ensure_one()
        # sudo: results are registered by the actions of a dossier only
        results = self.env["tthc.dossier.result"].sudo()
        results.with_context(**self._move_context()).create(
            [
                {
                    **self._result_values(document, moment),
                    "dossier_id": self.id,
                    "sequence": number * 10,
                    "registered_at": moment,
                    "registered_by_id": self.env.uid,
                }
                for number, document in enumerate(documents, start=1)
            ]
        )

    def _result_values(self, document, moment):
        kinds = self.version_id.result_ids
        kind = kinds.filtered(lambda row: row.id == document.get("kind_id"))
        if not kind and len(kinds) == 1:
            kind = kinds
        values = {name: document.get(name) or False for name in RESULT_FIELDS}
        return {
            **values,
            "kind_id": kind.id,
            "name": values["name"] or kind.name or self.env._("Result of the dossier"),
            "date": values["date"] or self.center_id._local_day(moment),
        }

    def _check_takes_result_files(self):
        """Raise unless the user may bring the scan of a result."""
        self.ensure_one()
        user = self.env.user
        if not (user.has_group(RECEPTION) or user.has_group(SPECIALIST)):
            self._check_role(RECEPTION)
        self.check_access("write")
        if not self._may_bring_result_files():
            raise AccessError(
                self.env._(
                    "The result of %(code)s is scanned by its agencies or its center.",
                    code=self.display_name,
                )
            )

    def _may_bring_result_files(self):
        self.ensure_one()
        user = self.env.user
        at_desk = user.has_group(RECEPTION) and self.center_id == user.tthc_center_id
        at_agency = user.has_group(SPECIALIST) and (
            user.tthc_agency_ids & self.agency_ids
        )
        return bool(at_desk or at_agency)

    def _write_result(self, result, values, clean):
        """Keep the scan of a result, with its entry in the log.

        :param result: ``tthc.dossier.result`` of this dossier
        :param values: values of the file
        :param clean: ``tools.scan_pdf.CleanScan``
        """
        self.ensure_one()
        # sudo: files come in through here only, checked and logged
        result.sudo().with_context(**self._move_context()).write(
            {**values, "scanned_at": now()}
        )
        self.env["tthc.dossier.event"]._append(
            [
                {
                    "dossier": self,
                    "kind": "scan_result",
                    "happened_at": now(),
                    "data": {
                        "result": result.id,
                        "sha256": clean.sha256,
                        "kept": clean.content_sha256,
                        "pages": clean.pages,
                    },
                }
            ]
        )

    def result_board(self):
        """What the Results tab shows.

        :return: dict with ``may_scan`` and ``results``, a list of dicts; read as the
            user
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "may_scan": self._may_bring_result_files(),
            "results": [
                {
                    "id": result.id,
                    "name": result.name,
                    "number": result.number or "",
                    "date": fields.Date.to_string(result.date),
                    "signer": ", ".join(
                        text
                        for text in (result.signer_name, result.signer_title)
                        if text
                    ),
                    "valid_until": fields.Date.to_string(result.valid_until) or "",
                    "pages": result.page_count,
                    "scanned": bool(result.sha256),
                }
                for result in self.result_ids
            ],
        }
