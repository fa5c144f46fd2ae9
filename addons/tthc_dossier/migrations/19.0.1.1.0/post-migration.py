def migrate(cr, version):
    """Number and date of a decided dossier become its first result document."""
    cr.execute(
        """
        INSERT INTO tthc_dossier_result (
            dossier_id, sequence, name, number, date, registered_at,
            registered_by_id, create_uid, create_date, write_uid, write_date)
        SELECT d.id, 10, 'Kết quả giải quyết', d.result_number,
               COALESCE(d.result_date, d.resolved_at::date), d.resolved_at,
               COALESCE(d.last_actor_id, 1), 1, now() AT TIME ZONE 'UTC',
               1, now() AT TIME ZONE 'UTC'
          FROM tthc_dossier d
         WHERE d.outcome IS NOT NULL AND d.resolved_at IS NOT NULL
           AND NOT EXISTS (
               SELECT 1 FROM tthc_dossier_result r WHERE r.dossier_id = d.id)
        """
    )
