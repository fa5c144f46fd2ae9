{
    "name": "TTHC Postal",
    "summary": "Courier rounds, hand-over minutes and custody of the paper",
    "version": "19.0.1.0.0",
    "author": "TTHC Suite",
    "website": "https://example.org/tthc",
    "license": "LGPL-3",
    "category": "Services/Public administration",
    "depends": ["tthc_dossier"],
    "data": [
        "security/ir.model.access.csv",
        "security/tthc_rules.xml",
        "views/tthc_paper_views.xml",
        "views/tthc_dossier_views.xml",
        "views/tthc_center_views.xml",
        "views/tthc_menus.xml",
    ],
    "application": True,
}
