def migrate(cr, version):
    """Keep the beginnings of the words of a name, not the folded name."""
    # For the new index; the owner of a database may add it (a trusted extension).
    cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
    cr.execute("DROP INDEX IF EXISTS tthc_dossier_owner_key_idx")
    cr.execute(
        """
        CREATE TEMP TABLE owner_beginnings ON COMMIT DROP AS
        SELECT k.owner_key, b.beginnings
          FROM (SELECT DISTINCT owner_key FROM tthc_dossier
                 WHERE owner_key IS NOT NULL) k
          CROSS JOIN LATERAL (
               SELECT string_agg(DISTINCT beginning, ' ' ORDER BY beginning)
                          AS beginnings
                 FROM unnest(string_to_array(k.owner_key, ' ')) word
                CROSS JOIN generate_series(1, least(length(word), 12)) n
                CROSS JOIN LATERAL (
                      SELECT left(word, n) COLLATE "C" AS beginning) one) b
        """
    )
    cr.execute("ANALYZE owner_beginnings")
    cr.execute(
        """
        UPDATE tthc_dossier d
           SET owner_key = b.beginnings
          FROM owner_beginnings b
         WHERE b.owner_key = d.owner_key
        """
    )
