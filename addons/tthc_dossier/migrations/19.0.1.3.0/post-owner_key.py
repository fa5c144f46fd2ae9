from odoo.tools import SQL

#: Each set of words and the entry for it.
ENTRIES = (
    (["cong", "co", "phan", "ty"], "cong+co+phan+ty"),
    (["cong", "tnhh", "ty"], "cong+tnhh+ty"),
    (["cong", "ty"], "cong+ty"),
    (["doanh", "nghiep", "nhan", "tu"], "doanh+nghiep+nhan+tu"),
    (["doanh", "nghiep"], "doanh+nghiep"),
    (["hop", "tac", "xa"], "hop+tac+xa"),
)


def migrate(cr, version):
    """Add the entry for words that stand together in names of organisations."""
    keys = SQL("string_to_array(owner_key, ' ')")
    has = [SQL("%s @> %s", keys, words) for words, _entry in ENTRIES]
    added = [
        SQL("CASE WHEN %s THEN %s ELSE '' END", condition, f" {entry}")
        for condition, (_words, entry) in zip(has, ENTRIES, strict=True)
    ]
    cr.execute(
        SQL(
            "UPDATE tthc_dossier SET owner_key = owner_key || %s WHERE %s",
            SQL(" || ").join(added),
            SQL(" OR ").join(has),
        )
    )
    # Too few rows for autovacuum to look at how common the new entries are.
    cr.execute("ANALYZE tthc_dossier")
