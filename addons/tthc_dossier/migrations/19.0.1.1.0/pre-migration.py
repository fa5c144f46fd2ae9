def migrate(cr, version):
    """The wizard that had the name of the results makes room for them."""
    cr.execute(
        "SELECT 1 FROM information_schema.columns"
        " WHERE table_name = 'tthc_dossier_result' AND column_name = 'mode'"
    )
    if cr.fetchone():
        cr.execute("DROP TABLE IF EXISTS tthc_dossier_tthc_dossier_result_rel")
        cr.execute("DROP TABLE tthc_dossier_result CASCADE")
