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
    # Lines of signed minutes are never written, by the default of a new column
    # neither: the difference, not what was listed, is what stays empty on older ones.
    original_difference = fields.Integer(
        string="Originals more or fewer",
        readonly=True,
        help="Originals counted, less those that were listed.",
    )
    copy_difference = fields.Integer(
        string="Copies more or fewer",
        readonly=True,
        help="Copies counted, less those that were listed.",
    )
    only_counted = fields.Boolean(
        string="Count only",
        readonly=True,
        help="A correction of what was counted: the paper stays where it is.",
    )
    dossier_code = fields.Char(related="paper_id.code")
    kind = fields.Selection(related="paper_id.kind")
    condition = fields.Selection(
        [
            ("complete", "Complete"),
            ("count", "Count differs"),
            ("damaged", "Damaged"),
        ],
        compute="_compute_condition",
    )

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

    @api.depends(
        "original_difference", "copy_difference", "handover_id.discrepancy_ids.kind"
    )
    def _compute_condition(self):
        # sudo: both sides see what was noted on their sheet
        noted = self.sudo().handover_id.discrepancy_ids
        noted = noted.filtered(lambda row: row.kind == "damaged")
        damaged = {(row.handover_id.id, row.paper_id.id) for row in noted}
        for line in self:
            if (line.handover_id.id, line.paper_id.id) in damaged:
                line.condition = "damaged"
            else:
                line.condition = "count" if line._differs() else "complete"

    def _differs(self):
        """Whether other numbers were counted than the paper was known to hold."""
        self.ensure_one()
        return bool(self.original_difference or self.copy_difference)

    def _count_words(self):
        """What was counted and what was listed, for the discrepancy."""
        self.ensure_one()
        return self.env._(
            "Originals: %(originals)s instead of %(listed)s; copies: %(copies)s "
            "instead of %(listed_copies)s.",
            originals=self.original_count,
            listed=self.original_count - self.original_difference,
            copies=self.copy_count,
            listed_copies=self.copy_count - self.copy_difference,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()
