from odoo import SUPERUSER_ID, api

NAMES = ("ministry", "province", "shortened")
NOTE = (
    "The days are those of the decree; that it applies from 14/10/2010 was not "
    "checked in its text."
)


def migrate(cr, version):
    """Take back “verified” from the terms that were delivered with it.

    Their first day came from memory. What somebody verified or dated since is kept.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in NAMES:
        term = env.ref(
            f"tthc_catalog.publication_term_{name}", raise_if_not_found=False
        )
        if term and not term.note and str(term.date_from) == "2010-10-14":
            term.write({"verified": "unverified", "note": NOTE})
