import json

from odoo import api, fields, models


class TthcDossierEvent(models.Model):
    """The legal record of a dossier: appended to, never changed.

    Each entry carries the hash of the one before it. The payload is canonical JSON
    (sorted keys, UTC, no personal data), so that SQL alone can check a chain:
    ``encode(sha256(convert_to(previous_hash || payload, 'UTF8')), 'hex')``.
    """

    _name = "tthc.dossier.event"
    _inherit = ["tthc.chained"]
    _description = "Event of a dossier"
    _order = "dossier_id, seq desc"
    _rec_name = "kind"

    _chain_owner = "dossier_id"
    _chain_count = "event_count"
    _chain_head = "event_head"

    # Found by the unique index on dossier and number: one of its own would only make
    # every action dearer.
    dossier_id = fields.Many2one("tthc.dossier", required=True, ondelete="restrict")
    kind = fields.Selection(selection="_selection_kind", required=True)
    state_from = fields.Char()
    state_to = fields.Char()
    ground = fields.Char(string="Legal ground")
    source = fields.Char(required=True)
    explanation = fields.Text(compute="_compute_explanation")

    _seq_uniq = models.UniqueIndex(
        "(dossier_id, seq)", "This entry of the dossier's log exists already."
    )
    # The entries that tell a due date, few of each log: the daily check compares them
    # with the dossier, of tens of thousands every night.
    _due_idx = models.Index("""(dossier_id, seq) WHERE strpos(payload, '"due":') > 0""")

    @api.model
    def _selection_kind(self):
        return [
            ("submit", self.env._("Submitted")),
            ("guide", self.env._("Citizen guided to complete it (form 02)")),
            ("refuse_intake", self.env._("Refused at intake (form 03)")),
            ("receive", self.env._("Received")),
            ("return_now", self.env._("Received and returned on the spot")),
            ("transfer", self.env._("Handed over to the agency")),
            ("finish_step", self.env._("Step finished")),
            ("ask_supplement", self.env._("Agency asks for a supplement")),
            ("allow_late_supplement", self.env._("Late supplement allowed")),
            ("request_supplement", self.env._("Supplement asked of the citizen")),
            ("accept_supplement", self.env._("Supplement handed in")),
            ("expire_supplement", self.env._("Supplement not handed in: closed")),
            ("refuse_supplement", self.env._("Supplement not handed in: refused")),
            ("ask_fee", self.env._("Waiting for payment")),
            ("confirm_fee", self.env._("Payment proved")),
            ("consult", self.env._("Other agency consulted")),
            ("check_field", self.env._("Field check begun")),
            ("end_pause", self.env._("Consultation or field check ended")),
            ("silence", self.env._("Consultation not answered in time")),
            ("resolve", self.env._("Result registered")),
            ("notify_result", self.env._("Citizen told of the result")),
            ("give_back", self.env._("Result returned")),
            ("withdraw", self.env._("Withdrawn by the citizen")),
            ("stop", self.env._("Stopped")),
            ("draft_apology", self.env._("Letter of apology drafted")),
            ("apologise", self.env._("Apology signed, new appointment")),
            ("overrule_apology", self.env._("One more appointment by the director")),
            ("issue_apology", self.env._("Letter of apology handed over")),
            ("recount", self.env._("Counted anew: the calendar changed")),
            ("correct_receipt", self.env._("Receipt corrected and reissued")),
            ("annul", self.env._("Receipt void")),
            ("undo", self.env._("Last action taken back")),
            ("take", self.env._("Step taken")),
            ("assign", self.env._("Step assigned")),
            ("reassign", self.env._("Step given to somebody else")),
            ("pass_on", self.env._("Passed on at the center's desk")),
            ("print", self.env._("Form printed")),
            ("succession", self.env._("Taken over by the successor agency")),
            ("carry_over", self.env._("Carried over from an earlier system")),
            ("receive_late", self.env._("Received on paper, entered after an outage")),
            ("scan", self.env._("Paper scanned")),
            ("unscan", self.env._("Scan taken away")),
            ("scan_result", self.env._("Result scanned")),
            ("remind_result", self.env._("Citizen reminded of the result")),
            ("end_keeping", self.env._("Result not collected: keeping ready ended")),
            ("close_file", self.env._("File closed")),
            ("reopen_file", self.env._("File opened again")),
            ("hand_archive", self.env._("File handed over to the archive")),
            ("receive_archive", self.env._("File received by the archive")),
            ("send_back_archive", self.env._("File sent back by the archive")),
            ("reuse", self.env._("Paper taken over from an earlier dossier")),
            ("give_originals", self.env._("Originals given back")),
            ("told", self.env._("Citizen told")),
            ("came_back", self.env._("Notice came back undelivered")),
            ("change_fee", self.env._("Fee changed")),
            ("exempt_fee", self.env._("Exempted from the fee")),
            ("allow_unpaid", self.env._("May be returned unpaid")),
            ("pay_fee", self.env._("Fee paid")),
            ("void_payment", self.env._("Payment void")),
            ("refund_fee", self.env._("Fee paid back")),
        ]

    @api.depends("payload")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for event in self:
            data = json.loads(event.payload or "{}")
            event.explanation = "\n".join(
                event.dossier_id._explain(data.get("due_lines"))
            ) or event.dossier_id._explain_told(data)

    @api.model
    def _append_refusal(self):
        return self.env._("The log of a dossier is written by its actions only.")

    @api.model
    def _append(self, entries):
        """Append one entry to the log of each dossier and move its head.

        The caller holds the lock of the dossiers.

        :param entries: list of dicts with ``dossier``, ``kind``, ``happened_at``
            (naive UTC) and, as far as there are, ``state_from``, ``state_to``,
            ``ground``, ``data`` (JSON values without personal data)
        """
        _events, heads = self._chain_entries(
            [
                {
                    "owner": entry["dossier"],
                    "happened_at": entry["happened_at"],
                    "values": {
                        "kind": entry["kind"],
                        "state_from": entry.get("state_from") or False,
                        "state_to": entry.get("state_to") or False,
                        "ground": entry.get("ground") or False,
                        "source": entry.get("source") or "web",
                    },
                    "data": {
                        "code": entry["dossier"].code,
                        **(entry.get("data") or {}),
                    },
                }
                for entry in entries
            ]
        )
        for dossier, head in heads.items():
            dossier.with_context(**dossier._move_context()).write(head)

    @api.model
    def _verify(self, dossiers):
        """Check the log of dossiers and say what was found.

        :param dossiers: those to check
        :return: notification of the web client
        """
        broken = self._broken_chains(dossiers)
        message = (
            self.env._(
                "The log was tampered with: %(codes)s. Keep the database as it is and "
                "tell the inspectors.",
                codes=", ".join(broken.mapped("display_name")),
            )
            if broken
            else self.env._(
                "%(count)s log(s) checked: complete and unchanged.", count=len(dossiers)
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if broken else "success",
                "message": message,
                "sticky": bool(broken),
            },
        }
