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
    keys = "string_to_array(owner_key, ' ')"
    added = " || ".join(
        f"CASE WHEN {keys} @> %s THEN %s ELSE '' END" for _entry in ENTRIES
    )
    values = [value for words, entry in ENTRIES for value in (words, f" {entry}")]
    some = " OR ".join(f"{keys} @> %s" for _entry in ENTRIES)
    values += [words for words, _entry in ENTRIES]
    cr.execute(
        f"UPDATE tthc_dossier SET owner_key = owner_key || {added} WHERE {some}",
        values,
    )
    # Too few rows for autovacuum to look at how common the new entries are.
    cr.execute("ANALYZE tthc_dossier")
