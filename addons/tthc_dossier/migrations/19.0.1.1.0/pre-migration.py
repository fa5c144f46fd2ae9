def migrate(cr, version):
    """The wizard that had the name of the results makes room for them."""
    cr.execute(
        "SELECT 1 FROM information_schema.columns"
        " WHERE table_name = 'tthc_dossier_result' AND column_name = 'mode'"
    )
    if cr.fetchone():
        cr.execute("DROP TABLE IF EXISTS tthc_dossier_tthc_dossier_result_rel")
        cr.execute("DROP TABLE tthc_dossier_result CASCADE")
        # Its fields are made anew, so that no label of the wizard stays.
        cr.execute("DELETE FROM ir_model_fields WHERE model = 'tthc.dossier.result'")
        cr.execute(
            "DELETE FROM ir_model_data WHERE model = 'ir.model.fields'"
            " AND name LIKE 'field_tthc_dossier_result__%'"
        )
