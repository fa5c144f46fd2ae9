def migrate(cr, version):
    """Let the database know how common each beginning of a name is."""
    cr.execute("ANALYZE tthc_dossier")
