from markupsafe import Markup

from odoo import api, models

KEY = "tthc_catalog.part_notes"
#: So many changes of parts are spelled out in one note; the rest is counted.
SPELLED = 20


class TthcVersionTrace(models.AbstractModel):
    """Changes of parts leave a note in the chatter of what they are part of.

    One note a record (a version, a chain) and transaction, however many lines were
    changed.
    """

    _name = "tthc.version.trace"
    _description = "Trace of changed parts"

    def _traced(self):
        """The records whose parts leave a trace.

        One that was made in the same transaction has nothing to tell.
        """
        if self.env.context.get("tracking_disable"):
            return self.browse()
        return self.filtered(lambda row: row.create_date != self.env.cr.now())

    def _note_parts(self, texts):
        """Remember what was done to parts, to be noted at the end of the transaction.

        :param texts: dict of record → list of texts
        """
        if not texts:
            return
        precommit = self.env.cr.precommit
        notes = precommit.data.setdefault(self._part_notes_key(), {})
        if not notes:
            precommit.add(self.browse()._post_part_notes)
        for record, lines in texts.items():
            notes.setdefault(record.id, []).extend(lines)

    @api.model
    def _part_notes_key(self):
        return f"{KEY}.{self._name}"

    def _post_part_notes(self):
        """Post what was remembered; called once before the commit."""
        notes = self.env.cr.precommit.data.pop(self._part_notes_key(), {})
        records = self.browse(notes).exists()
        records._message_log_batch(
            {record.id: self._note_body(notes[record.id]) for record in records}
        )

    def _note_body(self, lines):
        shown = lines[:SPELLED]
        if len(lines) > SPELLED:
            shown.append(self.env._("and %(count)s more", count=len(lines) - SPELLED))
        items = Markup().join(Markup("<li>%s</li>") % line for line in shown)
        return Markup("<ul>%s</ul>") % items
