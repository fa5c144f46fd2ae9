from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .tthc_dossier_correcting_papers import ON_RECEIPT

#: What a receipt says and a clerk may have typed wrongly. Procedure, case and channel
#: decide agency, limit and number: where they are wrong the receipt is void.
CORRECTABLE = (
    "owner_name",
    "owner_identity",
    "owner_address",
    "owner_phone",
    "owner_email",
    "submitter_name",
    "submitter_identity",
    "submitter_phone",
    "proxy_name",
    "proxy_identity",
    "proxy_phone",
    "authorisation",
    "result_channel",
    "set_count",
)
PERSONS = ("owner", "submitter", "proxy")
#: Fields that an action changes on the parts of a dossier.
PART_FIELDS = {
    "step_ids": (
        "state",
        "started_at",
        "due",
        "done_at",
        "done_by_id",
        "punctuality",
        "pass_asked_at",
    ),
    "pause_ids": ("ended_at", "answer", "ending", "due_after"),
    "supplement_ids": ("state", "handed_in_at", "accepted_by_id"),
    "result_ids": (),
    "component_ids": ("given_back_at", "given_back_by_id", "given_back_to"),
}


class TthcDossierCorrecting(models.AbstractModel):
    """Mistakes: a receipt corrected or void, the last action taken back."""

    _name = "tthc.dossier.correcting"
    _description = "Corrections of a dossier"

    correction_ids = fields.One2many(
        "tthc.dossier.correction", "dossier_id", string="Void receipts"
    )
    receipt_edition = fields.Integer(readonly=True, copy=False, default=1)
    last_action = fields.Char(readonly=True, copy=False)
    last_actor_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    opened_by_id = fields.Many2one(
        "res.users",
        string="Opened by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who of the next ones has opened the dossier since the last action.",
    )
    undo_data = fields.Json(readonly=True, copy=False)
    can_undo = fields.Boolean(compute="_compute_can_undo")
    can_annul = fields.Boolean(compute="_compute_can_undo")

    @api.depends("state", "last_action", "last_actor_id", "opened_by_id")
    @api.depends_context("uid")
    def _compute_can_undo(self):
        for dossier in self:
            mine = dossier.last_actor_id == self.env.user and not dossier.opened_by_id
            dossier.can_undo = mine and bool(dossier.undo_data)
            dossier.can_annul = mine and dossier.state == "received"

    def action_correct_receipt(self, reason=None, values=None, papers=None):
        """Replace the receipt by a right one; the old one is void, both are kept.

        :param reason: what was wrong
        :param values: dict of the fields of :data:`CORRECTABLE` that change
        :param papers: all papers that the receipt should list, as ``_right_papers``
            takes them; None leaves them
        """
        self._run("correct_receipt", reason=reason, values=values or {}, papers=papers)

    def action_annul(self, reason=None):
        """Void a wrong receipt; its number stays in the register, with the reason.

        :param reason: why the receipt should not have been made
        """
        self._run("annul", reason=reason)

    def action_undo(self):
        """Take the last action back, until the next one has opened the dossier."""
        self._run("undo")

    # -- needs ------------------------------------------------------------------

    def _need_correction(self, values=None, papers=None, **_arguments):
        wrong = sorted(set(values) - set(CORRECTABLE))
        if wrong:
            raise UserError(
                self.env._(
                    "%(fields)s of a receipt can't be corrected: void the receipt and "
                    "receive the dossier again.",
                    fields=", ".join(wrong),
                )
            )
        for dossier in self:
            changed = dossier._changed(self._normal_numbers(values))
            if not changed and not dossier._are_papers_changed(papers):
                raise UserError(
                    self.env._(
                        "Nothing has changed on the receipt of %(code)s.",
                        code=dossier.display_name,
                    )
                )
            if "owner_name" in values and not (values["owner_name"] or "").strip():
                raise UserError(
                    self.env._(
                        "Enter the applicant's name before you receive the dossier."
                    )
                )

    def _changed(self, values):
        return {
            name: value
            for name, value in values.items()
            if (value or False) != (self[name] or False)
        }

    def _need_own_action(self, **_arguments):
        if self.env.su:
            return
        for dossier in self:
            if dossier.last_actor_id != self.env.user:
                raise UserError(
                    self.env._(
                        "The last action on %(code)s was %(user)s's: only they can "
                        "take it back.",
                        code=dossier.display_name,
                        user=dossier.last_actor_id.display_name or "–",
                    )
                )

    def _need_unopened(self, **_arguments):
        for dossier in self:
            if dossier.opened_by_id:
                raise UserError(
                    self.env._(
                        "%(user)s has opened %(code)s by now: it can't be taken back "
                        "any more. Ask them.",
                        user=dossier.opened_by_id.display_name,
                        code=dossier.display_name,
                    )
                )

    def _need_undoable(self, **_arguments):
        for dossier in self:
            if not dossier.undo_data:
                raise UserError(
                    self.env._(
                        "The last action on %(code)s can't be taken back.",
                        code=dossier.display_name,
                    )
                )

    # -- effects ----------------------------------------------------------------

    def _effect_correct_receipt(
        self, moment, reason=None, values=None, papers=None, **_arguments
    ):
        effects = {}
        values = self._normal_numbers(values)
        for dossier in self:
            changed = dossier._changed(values)
            told = dossier._papers_told(papers)
            dossier._keep_void_receipt(moment, reason, {**changed, **told})
            data = {"papers": dossier._correct_papers(papers)} if told else {}
            effects[dossier] = (
                {
                    **changed,
                    **dossier._relinked_applicants(changed),
                    "receipt_edition": dossier.receipt_edition + 1,
                },
                {
                    **data,
                    "fields": sorted([*changed, *data]),
                    "receipt": dossier.receipt_edition + 1,
                    "void": dossier.receipt_edition,
                },
            )
        return effects

    @api.model
    def _normal_numbers(self, values):
        """Identity and phone numbers as searches expect them."""
        keys = {
            "identity": self.env["tthc.applicant.identity"]._number_key,
            "phone": self.env["tthc.applicant"]._phone_key,
        }
        return {
            name: keys[kind](value) or False
            if (kind := name.rpartition("_")[2]) in keys
            else value
            for name, value in values.items()
        }

    def _relinked_applicants(self, changed):
        """Applicants of the register whom corrected identity numbers belong to."""
        self.ensure_one()
        links = {}
        for person in PERSONS:
            number = changed.get(f"{person}_identity")
            if not number:
                continue
            name = changed.get(f"{person}_name", self[f"{person}_name"])
            # The register of applicants is no list to browse: it is only written here.
            applicants = self.env["tthc.applicant"].sudo()
            links[f"{person}_id"] = applicants._find_or_create(
                {"name": name, "identity_number": number}
            ).id
        return links

    def _keep_void_receipt(self, moment, reason, changed):
        """Keep the receipt as it was printed."""
        self.ensure_one()
        before = {name: _plain(self, name) for name in CORRECTABLE}
        before["due"] = _plain(self, "due")
        before["papers"] = [
            [row[name] for name in ON_RECEIPT] for row in self.component_ids
        ]
        # sudo: void receipts are written by this action only
        self.env["tthc.dossier.correction"].sudo().with_context(
            **self._move_context()
        ).create(
            {
                "dossier_id": self.id,
                "number": self.receipt_edition,
                "reason": reason.strip(),
                "corrected_at": moment,
                "user_id": self.env.uid,
                "before": before,
                "after": changed,
            }
        )

    def _effect_annul(self, moment, reason=None, **_arguments):
        for dossier in self:
            dossier._give_originals_back(moment, dossier._usual_receiver())
        self._drop_fees(reason.strip())
        return {
            dossier: (
                {
                    "ended_at": moment,
                    "stop_reason": "void",
                    "end_reason": reason.strip(),
                },
                {
                    "register": [dossier.register_year, dossier.register_number],
                    "stop_reason": "void",
                },
            )
            for dossier in self
        }

    def _effect_undo(self, moment, **_arguments):
        effects = {}
        for dossier in self:
            kept = dossier.undo_data
            dossier._restore_parts(kept["parts"])
            dossier._drop_agencies_that_left()
            dossier._take_back_fees(kept)
            values = dict(kept["dossier"])
            effects[dossier] = (
                values,
                {
                    "undone": kept["action"],
                    "undone_seq": kept["seq"],
                    **dossier._moved_back(values),
                },
            )
        return effects

    def _moved_back(self, values):
        """What the log keeps of a due date that an undo brings back."""
        if "due" not in values:
            return {}
        due = fields.Datetime.to_datetime(values["due"])
        return self._moved_data({**values, "due": due})

    # -- what is kept of the state before -----------------------------------------

    def _last_action_values(self, action, undo):
        return {
            "last_action": action,
            "last_actor_id": self.env.uid,
            "opened_by_id": False,
            "undo_data": undo or False,
        }

    def _parts_before(self):
        """What the parts of the dossiers say before an action.

        :return: dict dossier id → field of the parts → part id → values
        """
        return {
            dossier.id: {
                part: {
                    row.id: {name: _plain(row, name) for name in names}
                    for row in dossier[part]
                }
                for part, names in PART_FIELDS.items()
            }
            for dossier in self
        }

    def _undo_data(self, action, values, parts):
        """What brings the dossier back to where it was before an action."""
        self.ensure_one()
        kept = {
            name: _plain(self, name)
            for name in values
            if self._fields[name].type not in ("one2many", "many2many")
        }
        return {
            "action": action,
            "seq": self.event_count + 1,
            "dossier": kept,
            "parts": parts[self.id],
        }

    def _restore_parts(self, parts):
        """Write the parts as they were; what the action added goes."""
        self.ensure_one()
        for part, rows in parts.items():
            # sudo: the action wrote them for a user who has no right to by hand
            records = self.sudo().with_context(**self._move_context())[part]
            added = records.filtered(lambda row, rows=rows: str(row.id) not in rows)
            added.unlink()
            for row in records - added:
                row.write(rows[str(row.id)])

    def _drop_agencies_that_left(self):
        """An agency whose question was taken back takes no part any more."""
        self.ensure_one()
        left = self.agency_id | self.step_ids.agency_id | self.pause_ids.agency_id
        if self.agency_ids - left:
            self.with_context(**self._move_context()).write(
                {"agency_ids": [Command.set((self.agency_ids & left).ids)]}
            )

    # -- opened by the next one ----------------------------------------------------

    def web_read(self, specification):
        """Read for a form, and keep that the next one has seen the last action."""
        if len(self) == 1 and "step_ids" in specification:
            self._mark_opened()
        return super().web_read(specification)

    # The mark is written: Odoo would hand this call a cursor that only reads.
    web_read._readonly = False

    def _mark_opened(self):
        self.ensure_one()
        user = self.env.user
        if (
            self.opened_by_id
            or not self.last_actor_id
            or self.last_actor_id == user
            or not self._is_next_one(user)
        ):
            return
        # Whoever holds the dossier at this moment is acting on it: nothing to mark.
        if self.try_lock_for_update():
            # sudo: a reader's trace, kept also where the reader may not write
            self.sudo().with_context(**self._move_context()).write(
                {"opened_by_id": user.id}
            )

    def _is_next_one(self, user):
        """Whether it is on a user to go on with the dossier."""
        if self.state == "processing":
            return bool(self._own_active_steps()) or (
                bool(self._open_requests())
                and user.has_group("tthc_base.group_reception")
            )
        if self.state == "received":
            return user.tthc_agency_ids & self.agency_ids
        return user.has_group("tthc_base.group_reception")


def _plain(record, name):
    """A value of a record as JSON can hold it and ``write`` takes it back."""
    value = record[name]
    field = record._fields[name]
    if field.type == "many2one":
        return value.id
    if value and field.type in ("datetime", "date"):
        return field.to_string(value)
    return value
