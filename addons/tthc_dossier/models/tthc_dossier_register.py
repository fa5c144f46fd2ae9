from odoo import fields, models

METHODS = {
    "direct": "Tại Trung tâm",
    "online": "Trực tuyến",
    "post": "Bưu chính",
}
#: What an entry of the register needs; read in one go for a whole volume.
ENTRY_FIELDS = [
    "code",
    "register_number",
    "register_agency_id",
    "version_id",
    "set_count",
    "owner_name",
    "owner_address",
    "owner_phone",
    "center_id",
    "received_at",
    "due",
    "returned_at",
    "result_channel",
    "receiver_name",
    "state",
    "outcome",
    "stop_reason",
    "end_reason",
    "receipt_edition",
]


class TthcDossierRegister(models.AbstractModel):
    """The entry of a dossier in the register of its agency (form 06)."""

    _name = "tthc.dossier.register"
    _description = "Entry of the register"

    register_volume = fields.Integer(
        string="Volume of the register", compute="_compute_register_volume"
    )

    # The volumes are no fields of the dossier: what is read here is never cached long.
    def _compute_register_volume(self):
        volumes = self.env["tthc.register.volume"]._volumes_of(self)
        for dossier in self:
            dossier.register_volume = volumes[dossier.id]

    def _register_book(self):
        """Volume and year as receipts name them: “01/2026”."""
        self.ensure_one()
        return f"{self.register_volume:02d}/{self.register_year}"

    def _register_row(self):
        """The entry as the book says it, in the order of the columns of form 06.

        :return: list of texts, JSON as it stands
        """
        self.ensure_one()
        day = self.center_id._local_day(self.received_at)
        where = (self.owner_address, self.owner_phone)
        return [
            self.register_number,
            self.code,
            self.version_id.name,
            self.set_count,
            self.owner_name or "",
            ", ".join(part for part in where if part),
            self.register_agency_id._names_at(day)["name"],
            self._form_moment(self.received_at),
            self._form_moment(self.due) or "Khi có kết quả",
            self._form_moment(self.returned_at),
            METHODS[self.result_channel],
            self.receiver_name or "",
            self._register_note(),
        ]

    def _register_note(self):
        """What stands under “Ghi chú”: a void receipt keeps its number and says why."""
        if self.stop_reason == "void":
            return f"ĐÃ HỦY: {self.end_reason}"
        notes = []
        if self.receipt_edition > 1:
            notes.append(f"Cấp lại lần {self.receipt_edition - 1}")
        if self.state == "withdrawn":
            notes.append("Rút hồ sơ")
        elif self.state == "stopped":
            notes.append(f"Dừng giải quyết: {self.end_reason}")
        elif self.outcome == "refused":
            notes.append("Từ chối giải quyết")
        return "; ".join(notes)
