from odoo import models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

from .tthc_dossier_control import RESULTS

OUTCOMES = {"granted": "Đồng ý giải quyết", "refused": "Từ chối giải quyết"}


class TthcDossierHandingOver(models.AbstractModel):
    """What the sheets between center, agency and citizen say (domain.md §3.8)."""

    _name = "tthc.dossier.handing.over"
    _description = "Hand-over sheets of a dossier"

    # -- common words ----------------------------------------------------------

    def _form_moment(self, moment):
        """An instant for a cell of a form: “17:00 26/08/2026”, by the center's clock.

        :param moment: naive UTC or False
        """
        return f"{self.center_id._local(moment):%H:%M %d/%m/%Y}" if moment else ""

    def _token_word(self):
        """The word that the scan service of the back end reads."""
        self.ensure_one()
        # sudo: the printed label carries the word, the field is closed otherwise
        return self.sudo().token

    def _opinion_moment(self):
        """When the citizen was at the counter, for the head of the opinion slip."""
        self.ensure_one()
        return self.received_at or self.turned_away_at or now()

    def _result_words(self):
        """The result in the words of forms: what, number and date of each."""
        self.ensure_one()
        outcome = OUTCOMES.get(self.outcome, "")
        if len(self.result_ids) > 1:
            each = [
                self._numbered(result.number, result.date, result.name)
                for result in self.result_ids
            ]
            return f"{outcome}: {'; '.join(each)}"
        date = self.outcome and self.result_date
        return self._numbered(self.result_number, date, outcome)

    @staticmethod
    def _numbered(number, date, name):
        """Such as “Giấy phép, số 12/GP, ngày 26/08/2026”; what is not known is left."""
        parts = [name, number and f"số {number}", date and f"ngày {date:%d/%m/%Y}"]
        return ", ".join(part for part in parts if part)

    # -- sheets of one dossier -------------------------------------------------

    def _handover_values(self):
        """Texts of the hand-over paper of one dossier.

        :raise UserError: before the dossier is received
        """
        receipt = self._receipt_values()
        day = self.center_id._local_day(self.transferred_at or self.received_at)
        return {
            "day": day,
            "agency_name": self.agency_id._names_at(day)["name"],
            "submitter": receipt["submitter"],
            "limit": receipt["limit"],
            "result": self._result_words(),
        }

    def _transfer_slip_values(self):
        """Texts and rows of the slip between the agencies of an interlinked dossier.

        :return: dict; ``rows`` hold one step each, in the order of the work
        :raise UserError: before the receipt, or where one agency settles alone
        """
        day = self._receipt_values()["day"]
        steps = self.step_ids.sorted(lambda step: (step.sequence, step.id))
        if len(steps.agency_id) < 2:
            raise UserError(
                self.env._(
                    "%(code)s is settled by one agency: there is nothing to pass on.",
                    code=self.display_name,
                )
            )
        places = sorted(set(steps.mapped("sequence")))
        return {
            "day": day,
            "center_name": self.center_id._names_at(day)["name"],
            "lead": self.register_agency_id._names_at(day)["name"],
            "agencies": [agency._names_at(day)["name"] for agency in steps.agency_id],
            "rows": [
                {
                    "order": places.index(step.sequence) + 1,
                    "agency": step.agency_id._names_at(day)["name"],
                    "task": step.name,
                    "limit": self._limit_words(step.limit_value, step.limit_unit),
                    "due": self._form_moment(step.due),
                    "started": self._form_moment(step.started_at),
                    "done": self._form_moment(step.done_at),
                    "result": RESULTS.get(step.punctuality, ""),
                }
                for step in steps
            ],
        }

    def _result_receipt_values(self):
        """Texts of the receipt that is signed for a result.

        :return: dict with ``day``, ``center_name``, ``giver`` (``res.users``) and
            ``rows``: the papers that the citizen takes home
        :raise UserError: before the result is returned
        """
        self.ensure_one()
        if not self.returned_at:
            raise UserError(
                self.env._(
                    "The result of %(code)s has not been returned yet.",
                    code=self.display_name,
                )
            )
        day = self.center_id._local_day(self.returned_at)
        return {
            "day": day,
            "center_name": self.center_id._names_at(day)["name"],
            "giver": self._last_event("give_back", "return_now").user_id,
            "rows": self._returned_papers(),
        }

    def _returned_papers(self):
        """The results and the originals that went back with them."""
        return [self._result_row(result) for result in self.result_ids] + [
            {"kind": "Bản chính trả lại", "number": "", "summary": paper.name}
            for paper in self.component_ids.filtered("given_back_at")
        ]

    def _result_row(self, result):
        """One line of the receipt; several results go by their own names.

        :param result: ``tthc.dossier.result`` of this dossier
        """
        # a refusal takes the procedure's only kind, which it is not
        refused = self.outcome == "refused"
        kind = "Phiếu từ chối giải quyết" if refused else "Kết quả giải quyết"
        several = len(self.result_ids) > 1
        number = (result.number, result.date and f"{result.date:%d/%m/%Y}")
        return {
            "kind": kind,
            "number": ", ".join(part for part in number if part),
            "summary": result.name if several else self.version_id.name,
        }

    # -- sheets of many dossiers -----------------------------------------------

    def _tthc_print_groups(self, form):
        """One sheet a center and lead agency: those are who sign it."""
        groups = self.sorted("id").grouped(lambda row: (row.center_id, row.agency_id))
        return list(groups.values())

    def _handover_list_values(self):
        """Head of the list of dossiers that are handed to an agency.

        :return: dict with ``center``, ``day``, ``moment`` (naive UTC; the last
            hand-over, False while one is still at the center), ``agency_name``
        :raise UserError: for a dossier that was not received
        """
        for dossier in self:
            dossier._receipt_values()
        moments = self.mapped("transferred_at")
        return self._list_values(max(moments) if all(moments) else False)

    def _result_list_values(self):
        """Head of the list of results that an agency hands to the center.

        :raise UserError: for a dossier without a result
        """
        open_ones = self.filtered(lambda row: not row.outcome)
        if open_ones:
            raise UserError(
                self.env._(
                    "There is no result of %(code)s to hand over yet.",
                    code=open_ones[0].display_name,
                )
            )
        return self._list_values(False)

    def _list_values(self, moment):
        center = self.center_id
        day = center._local_day(moment) if moment else center._today()
        return {
            "center": center,
            "day": day,
            "moment": moment,
            "agency_name": self.agency_id._names_at(day)["name"],
        }
