def migrate(cr, version):
    """Give versions that were abolished before they began an end: their first day.

    Until now their dates were left as they were, and the state alone ended them.
    """
    cr.execute(
        """
        ALTER TABLE tthc_procedure_version
         DROP CONSTRAINT IF EXISTS tthc_procedure_version_dates_ordered;
        UPDATE tthc_procedure_version
           SET valid_to = valid_from
         WHERE state = 'abolished'
           AND (valid_to IS NULL OR write_date < valid_from)
        """
    )
