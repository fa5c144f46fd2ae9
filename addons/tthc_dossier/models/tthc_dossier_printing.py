import json
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now


class TthcDossierPrinting(models.AbstractModel):
    """Which forms of a dossier can be printed, and what was printed by whom.

    Every print is an entry of the log: there is no second list that could tell
    something else.
    """

    _name = "tthc.dossier.printing"
    _description = "Prints of a dossier"

    print_ids = fields.One2many(
        "tthc.dossier.event",
        "dossier_id",
        string="Prints",
        domain=[("kind", "=", "print")],
        readonly=True,
        copy=False,
    )

    def action_open_print(self):
        """Open the dialog that prints any form of these dossiers.

        :return: action of the web client
        """
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "tthc_dossier.tthc_dossier_print_action"
            ),
            "context": {"active_ids": self.ids, "active_model": self._name},
        }

    # -- which forms --------------------------------------------------------------

    def _printable_forms(self):
        """Forms that the user may print and that say something of these dossiers.

        :return: ``tthc.form``
        """
        # sudo: only the administrator reads reports; groups are compared right here
        reports = self.env["ir.actions.report"].sudo()
        reports = reports.search(
            [("report_type", "=", "tthc-pdf"), ("model", "=", "tthc.dossier")],
            limit=100,
        )
        groups = self.env.user.all_group_ids
        forms = reports.filtered(
            lambda report: not report.group_ids or report.group_ids & groups
        ).tthc_form_id
        return forms.sudo(False).filtered(
            lambda form: all(dossier._has_form(form.code) for dossier in self)
        )

    def _has_form(self, code):
        """Whether a form has something to say of the dossier at this moment.

        :param code: of a ``tthc.form``; one that is unknown here is never held back
        """
        self.ensure_one()
        conditions = {
            "mau_02": lambda: bool(self.supplement_ids.filtered("issued_at")),
            "mau_03": lambda: (
                self.state == "refused_intake" or self.outcome == "refused"
            ),
            "thong_bao_dung": lambda: (
                self.state == "stopped" and self.stop_reason != "void"
            ),
            "phieu_gop_y": lambda: True,
            "phieu_chuyen_xu_ly": lambda: len(self.step_ids.agency_id) > 1,
            "phieu_ban_giao_ket_qua": lambda: bool(self.outcome),
            "bien_nhan_tra_ket_qua": lambda: bool(self.returned_at),
        }
        return conditions.get(code, lambda: bool(self.received_at))()

    @api.model
    def _report_of(self, form):
        """The report that prints a form.

        :param form: ``tthc.form``
        :raise UserError: when there is none
        """
        # sudo: only the administrator reads reports; what is printed is checked later
        report = self.env["ir.actions.report"].sudo()
        report = report.search([("tthc_form_id", "=", form.id)], limit=1)
        if not report:
            raise UserError(
                self.env._("Nothing prints the form %(form)s.", form=form.name)
            )
        return report

    def _tthc_wants_companion(self, form):
        return self.center_id.opinion_slip

    # -- the log ------------------------------------------------------------------

    def _tthc_form_regulation(self):
        return self.regulation_id

    def _tthc_after_print(self, form, copies):
        self._log_print(
            form, copies, {dossier: dossier._print_subjects(form) for dossier in self}
        )

    def _print_subjects(self, form):
        """What of a dossier a form stands for: a second letter is no second print.

        :param form: ``tthc.form``
        :return: list of texts
        """
        self.ensure_one()
        if form.code in ("mau_01", "mau_01_chung"):
            return [str(self.receipt_edition)]
        if form.code == "mau_02":
            request = self.supplement_ids.filtered("issued_at")[-1:]
            return [request.slip or ""]
        return [""]

    def _log_print(self, form, copies, subjects):
        """Keep who printed which form on which edition, and for the how manieth time.

        :param form: ``tthc.form``
        :param copies: number of copies of each
        :param subjects: dict dossier → what the form stands for, see
            :meth:`_print_subjects`
        """
        # sudo: whoever may read a dossier may leave the trace of a print on it
        dossiers = self.sudo()
        dossiers._lock()
        earlier = dossiers._earlier_prints(form.code)
        entries = []
        for dossier in dossiers:
            edition = form._find_edition(dossier._tthc_form_regulation())
            names = subjects[dossier]
            entries.append(
                {
                    "dossier": dossier,
                    "kind": "print",
                    "happened_at": now(),
                    "data": {
                        "form": form.code,
                        "copies": copies,
                        "edition": edition.regulation_id.code or "",
                        "verified": edition.state == "verified",
                        "of": names,
                        "number": 1
                        + max((earlier[dossier.id, name] for name in names), default=0),
                    },
                }
            )
        dossiers.env["tthc.dossier.event"]._append(entries)

    def _tthc_earlier_prints(self, form):
        earlier = self._earlier_prints(form.code)
        return {
            dossier.id: max(
                (earlier[dossier.id, name] for name in dossier._print_subjects(form)),
                default=0,
            )
            for dossier in self
        }

    def _earlier_prints(self, code):
        """How often a form was printed.

        :param code: of the form
        :return: ``Counter`` of (dossier id, what it stands for)
        """
        # sudo: how often a form was printed is no secret of who may read the dossier
        events = self.env["tthc.dossier.event"].sudo()
        events = events.search_fetch(
            [("dossier_id", "in", self.ids), ("kind", "=", "print")],
            ["dossier_id", "payload"],
        )
        counts = Counter()
        for event in events:
            data = json.loads(event.payload)
            if data.get("form") == code:
                # Entries of before reprints were counted stand for the first edition.
                names = data.get("of", ["1" if code == "mau_01" else ""])
                counts.update((event.dossier_id.id, name) for name in names)
        return counts
