from odoo import models


class TthcRuledByLines(models.AbstractModel):
    """Keeps from readers the lines that only a record rule was to look at.

    A rule whose path runs over lines (“a unit sees what one of its reports stands on”)
    is reckoned as superuser, and what the superuser reads of an x2many field stays in
    the cache that everybody shares in a transaction: a later read of the field would
    hold lines that the reader may not see, and reading their names would be refused.
    """

    _name = "tthc.ruled.by.lines"
    _description = "Record with rules over its lines"

    #: The x2many fields of the record that its rules look at.
    _ruling_lines = ()

    def _check_access(self, operation):
        lines = [self._fields[name] for name in self._ruling_lines]
        unread = [(field, tuple(field._cache_missing_ids(self))) for field in lines]
        forbidden = super()._check_access(operation)
        for field, ids in unread:
            field._invalidate_cache(self.env, ids)
        return forbidden
