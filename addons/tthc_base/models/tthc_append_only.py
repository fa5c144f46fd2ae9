from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

#: Passed in the context by who appends and compared by identity: no client can send it.
_APPEND = object()
_KEY = "tthc_append"


class TthcAppendOnly(models.AbstractModel):
    """Rows that are appended and never changed, by nobody (design.md, rule 6).

    ORM and RPC refuse, and so does the database itself: UPDATE, DELETE and TRUNCATE
    by trigger.
    """

    _name = "tthc.append.only"
    _description = "Appended to, never changed"

    def init(self):
        """Refuse UPDATE, DELETE and TRUNCATE in the database itself."""
        super().init()
        if self._abstract:
            return
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION tthc_append_only() RETURNS trigger
                LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME
                        USING ERRCODE = 'insufficient_privilege';
                END $$
                """
            )
        )
        table = SQL.identifier(self._table)
        for name, timing in (
            (
                "tthc_no_change",
                SQL("BEFORE UPDATE OR DELETE ON %s FOR EACH ROW", table),
            ),
            (
                "tthc_no_truncate",
                SQL("BEFORE TRUNCATE ON %s FOR EACH STATEMENT", table),
            ),
        ):
            trigger = SQL.identifier(name)
            self.env.cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, table))
            self.env.cr.execute(
                SQL(
                    "CREATE TRIGGER %s %s EXECUTE FUNCTION tthc_append_only()",
                    trigger,
                    timing,
                )
            )

    @api.model
    def _appending(self):
        """The model as those write it who append to it."""
        # sudo: no user may write these rows; what appends them writes for the user
        return self.sudo().with_context(**{_KEY: _APPEND})

    @api.model
    def _append_refusal(self):
        """What whoever writes by another way is told."""
        return self.env._(
            "%(records)s are appended by the suite only and never changed.",
            records=self.env["ir.model"]._get(self._name).name,
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse rows that nobody appends by :meth:`_appending`."""
        if self.env.context.get(_KEY) is not _APPEND:
            raise AccessError(self._append_refusal())
        return super().create(vals_list)

    # What is never changed has nothing to hand on to the ORM.
    def write(self, vals):  # pylint: disable=method-required-super
        """Refuse every change."""
        raise AccessError(self._append_refusal())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self._append_refusal())
