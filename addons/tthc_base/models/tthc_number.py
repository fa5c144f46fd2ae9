from odoo import api, models
from odoo.tools import SQL


class TthcNumber(models.AbstractModel):
    """Numbers without holes for records that are created side by side.

    A series is the set of records that share some column values (center, lead
    agency and year for a register). The next number is one more than the highest
    in the series, read under an advisory lock that belongs to the caller's
    transaction. So the number commits, rolls back, or dies with a killed
    connection together with its record: there is no counter that could run away
    from the records. Draw late, as the last thing before the commit: whoever
    draws from the same series waits until then.

    The highest number is read twice: in the caller's transaction, which alone
    sees what it has not committed yet, and in a new one, which alone sees what
    others committed after the caller's snapshot was taken.
    """

    _name = "tthc.number"
    _description = "Numbers without holes"

    #: How long a draw waits for another one of its series. Odoo repeats a request
    #: that gave up a lock, so no user sees this.
    _lock_timeout = "10s"

    @api.model
    def _next(self, model_name, number_field, series):
        """Draw the next number of a series.

        :param model_name: model that holds the numbers; it needs a unique index on
            the series and the number, which also makes the look-up quick
        :param number_field: integer column with the number
        :param series: dict of stored column name → value that identifies the series
        :return: the next number, 1 in a new series
        :raise psycopg2.errors.LockNotAvailable: when the series stays locked; the
            request is repeated by Odoo
        """
        model = self.env[model_name]
        model.flush_model([number_field, *series])
        self._lock_series(model, number_field, series)
        own = self._highest(self.env.cr, model, number_field, series)
        if not self.env.registry.ready:
            # Modules are being installed: nobody else works, and another transaction
            # does not see the new tables.
            return own + 1
        with self.env.registry.cursor() as fresh_cr:
            others = self._highest(fresh_cr, model, number_field, series)
        return max(own, others) + 1

    @api.model
    def _lock_series(self, model, number_field, series):
        values = sorted((key, str(value)) for key, value in series.items())
        key = f"{model._table}.{number_field}:{values}"
        self.env.cr.execute(
            SQL(
                "SELECT set_config('lock_timeout', %s, true)",
                self._lock_timeout,
            )
        )
        self.env.cr.execute(
            SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", key)
        )
        self.env.cr.execute(SQL("SELECT set_config('lock_timeout', '0', true)"))

    @api.model
    def _highest(self, cr, model, number_field, series):
        # The bound lets the partial unique index of the series answer.
        condition = SQL(" AND ").join(
            [
                SQL("%s > 0", SQL.identifier(number_field)),
                *(
                    SQL("%s = %s", SQL.identifier(column), value)
                    for column, value in series.items()
                ),
            ]
        )
        cr.execute(
            SQL(
                "SELECT COALESCE(MAX(%(number)s), 0) FROM %(table)s"
                " WHERE %(condition)s",
                number=SQL.identifier(number_field),
                table=SQL.identifier(model._table),
                condition=condition,
            )
        )
        return cr.fetchone()[0]
