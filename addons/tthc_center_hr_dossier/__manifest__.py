{
    "name": "TTHC Center HR – Dossier",
    "summary": "Dossiers in monthly notices, ratings by receipt, cash of the till",
    "version": "19.0.1.0.0",
    "author": "TTHC Suite",
    "website": "https://example.org/tthc",
    "license": "LGPL-3",
    "category": "Services/Public administration",
    "depends": ["tthc_center_hr", "tthc_dossier"],
    "data": ["views/rating_page_templates.xml"],
    "auto_install": True,
}
