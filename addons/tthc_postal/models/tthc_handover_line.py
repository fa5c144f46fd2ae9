from odoo import api, fields, models
from odoo.tools import SQL


class TthcHandoverLine(models.Model):
    """One paper on the minutes, as it was scanned and counted."""

    _name = "tthc.handover.line"
    _inherit = ["tthc.guarded.whole"]
    _description = "Line of hand-over minutes"
    _order = "handover_id, id desc"

    handover_id = fields.Many2one(
        "tthc.handover", required=True, ondelete="cascade", readonly=True
    )
    paper_id = fields.Many2one(
        "tthc.paper", required=True, ondelete="restrict", readonly=True, index=True
    )
    from_side = fields.Selection(
        [("a", "First side"), ("b", "Second side")],
        string="Given by",
        required=True,
        readonly=True,
    )
    scan_key = fields.Char(
        required=True,
        readonly=True,
        help="Made by the device once a scan: a repeated request is the same scan.",
    )
    scanned_at = fields.Datetime(required=True, readonly=True)
    scanned_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True)
    expected = fields.Boolean(string="On the manifest", readonly=True)
    original_count = fields.Integer(string="Originals", readonly=True)
    copy_count = fields.Integer(string="Copies", readonly=True)
    dossier_code = fields.Char(related="paper_id.code")
    kind = fields.Selection(related="paper_id.kind")

    _once = models.UniqueIndex(
        "(handover_id, paper_id)", "This paper is on the minutes already."
    )
    _scan_once = models.UniqueIndex(
        "(handover_id, scan_key)", "This scan is on the minutes already."
    )

    def init(self):
        """Refuse change of lines that both have signed, in the database itself."""
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION tthc_signed_lines_stay() RETURNS trigger
                LANGUAGE plpgsql AS $$
                DECLARE minutes integer;
                BEGIN
                    minutes := CASE WHEN TG_OP = 'INSERT' THEN NEW.handover_id
                                    ELSE OLD.handover_id END;
                    IF EXISTS (SELECT 1 FROM tthc_handover
                                WHERE id = minutes AND state = 'done') THEN
                        RAISE EXCEPTION 'signed minutes are never changed'
                            USING ERRCODE = 'insufficient_privilege';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                END $$
                """
            )
        )
        self.env.cr.execute(
            SQL(
                "CREATE OR REPLACE TRIGGER tthc_signed_lines_stay"
                " BEFORE INSERT OR UPDATE OR DELETE ON tthc_handover_line"
                " FOR EACH ROW EXECUTE FUNCTION tthc_signed_lines_stay()"
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()
