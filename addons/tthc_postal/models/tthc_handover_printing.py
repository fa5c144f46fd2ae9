from collections import Counter

from odoo import fields, models
from odoo.tools.image import image_data_uri

from odoo.addons.tthc_base.tools.clock import now

from .handover_sides import OTHER

#: The words of the printed minutes: legal forms are Vietnamese.
SIDE_NAMES = {"a": "Bên A", "b": "Bên B"}
PAPER_KINDS = {
    "file": "Hồ sơ",
    "originals": "Bản chính trả lại",
    "supplement": "Giấy tờ bổ sung",
    "result": "Kết quả",
}
FOUND = {
    "missing": "Thiếu",
    "extra": "Thừa, không có trong danh sách",
    "damaged": "Hư hỏng",
    "count": "Sai số lượng",
    "nobody": "Không có người nhận",
}
CONDITIONS = {"complete": "Đủ", "count": "Sai số lượng", "damaged": "Hư hỏng"}
SIGNED_BY = {"login": "tài khoản cá nhân", "pin": "mã PIN cá nhân"}


class TthcHandoverPrinting(models.AbstractModel):
    """What the printed minutes say (Decision 45/2016 Art 7.3, domain.md §3.8–3.9).

    A courier prints the same sheet as the others: it tells codes and counts, no
    citizen and no contents. Those stand on the list for center and agency.
    """

    _name = "tthc.handover.printing"
    _description = "Prints of hand-over minutes"

    print_ids = fields.One2many("tthc.handover.print", "handover_id", string="Prints")

    def _tthc_after_print(self, form, copies):
        """Keep who printed which sheet, and for the how manieth time."""
        earlier = self._print_counts(form)
        self.env["tthc.handover.print"]._appending().create(
            [
                {
                    "handover_id": minutes.id,
                    "form_id": form.id,
                    "user_id": self.env.uid,
                    "printed_at": now(),
                    "copies": copies,
                    "number": earlier[minutes.id] + 1,
                }
                for minutes in self
            ]
        )

    def _tthc_earlier_prints(self, form):
        # What was printed before the last signature was a draft.
        return self.filtered("done_at")._print_counts(form)

    def _print_counts(self, form):
        # sudo: how often minutes were printed is no secret of who may read them
        prints = self.env["tthc.handover.print"].sudo()
        rows = prints.search(
            [("handover_id", "in", self.ids), ("form_id", "=", form.id)]
        )
        return Counter(
            row.handover_id.id
            for row in rows
            if not row.handover_id.done_at or row.printed_at >= row.handover_id.done_at
        )

    # -- the minutes --------------------------------------------------------------

    def _minutes_values(self):
        """Texts and rows of the minutes, in the words of the form.

        :return: dict with ``moment`` (naive UTC or False), ``day``, ``sides`` (dicts),
            ``parts`` (what each side gave), ``found`` and ``url``
        """
        self.ensure_one()
        # sudo: codes and counts of what both sides signed for, wherever it is by now
        sheet = self.sudo()
        moment = sheet.done_at
        return {
            "moment": moment,
            "day": sheet.center_id._local_day(moment or now()),
            "hour": f"{sheet.center_id._local(moment):%H giờ %M phút}"
            if moment
            else "",
            "sides": [sheet._side_values(side) for side in OTHER],
            "parts": [part for side in OTHER if (part := sheet._part_values(side))],
            "found": [sheet._found_values(row) for row in sheet.discrepancy_ids],
            "corrections": ", ".join(sheet.corrected_by_ids.mapped("name")),
            "url": self._minutes_url(),
        }

    def _side_values(self, side):
        user = self[f"sign_{side}_user_id"]
        at, image = self[f"sign_{side}_at"], self[f"sign_{side}_image"]
        return {
            "title": SIDE_NAMES[side],
            "place": self._side_words(side),
            "name": user.name or "",
            "signed": at and f"{self.center_id._local(at):%H:%M ngày %d/%m/%Y}",
            "method": SIGNED_BY.get(self[f"sign_{side}_method"], ""),
            "image": image and image_data_uri(image),
        }

    def _side_words(self, side):
        """A side as the form names it, with the names of its day."""
        day = self.center_id._local_day(self.done_at or now())
        kind = self._side_kind(side)
        if kind == "courier":
            return "Bưu chính công ích"
        place = self.center_id if kind == "counter" else self.agency_id
        return place._names_at(day)["name"]

    def _part_values(self, side):
        """What one side gave to the other, or None.

        :param side: “a” or “b”
        """
        lines = self.line_ids.filtered(lambda line: line.from_side == side)
        if not lines:
            return None
        lines = lines.sorted(lambda line: (line.dossier_code or "", line.id))
        numbers = lines.paper_id.dossier_id._consignment_numbers()
        rows = [
            {
                "code": line.dossier_code or "",
                "kind": PAPER_KINDS[line.kind],
                "number": numbers.get(line.paper_id.dossier_id.id, ""),
                "originals": line.original_count,
                "copies": line.copy_count,
                "condition": CONDITIONS[line.condition],
                "only_counted": line.only_counted,
                "line": line,
            }
            for line in lines
        ]
        return {
            "giver": SIDE_NAMES[side],
            "taker": SIDE_NAMES[OTHER[side]],
            "rows": rows,
            "originals": sum(row["originals"] for row in rows),
            "copies": sum(row["copies"] for row in rows),
        }

    def _found_values(self, row):
        return {
            "code": row.paper_id.code or "",
            "paper": PAPER_KINDS.get(row.paper_id.kind, ""),
            "kind": FOUND[row.kind],
            "note": row.note or "",
            "owner": row.owner_id.name or "",
            "deadline": row.deadline and f"{row.deadline:%d/%m/%Y}",
        }

    # -- the list for center and agency -------------------------------------------

    def _dossier_list_values(self):
        """Head and rows of the list that goes with the minutes, for those who may read.

        A row of a dossier that the user may not read tells its code only.

        :return: dict as :meth:`_minutes_values`, whose rows have ``dossier`` as well
        """
        values = self._minutes_values()
        readable = (
            self.env["tthc.dossier"]
            .browse(
                {
                    row["line"].paper_id.dossier_id.id
                    for part in values["parts"]
                    for row in part["rows"]
                }
            )
            ._filtered_access("read")
        )
        by_id = {dossier.id: dossier for dossier in readable}
        for part in values["parts"]:
            for row in part["rows"]:
                row["dossier"] = by_id.get(row["line"].paper_id.dossier_id.id)
        return values
