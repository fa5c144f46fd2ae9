{
    "name": "TTHC Report",
    "summary": "Official tables, scoring, dashboards and overdue risk",
    "version": "19.0.1.0.0",
    "author": "TTHC Suite",
    "website": "https://example.org/tthc",
    "license": "LGPL-3",
    "category": "Services/Public administration",
    "depends": ["tthc_postal", "spreadsheet_dashboard"],
    "external_dependencies": {"python": ["xlsxwriter"]},
    "data": [
        "security/ir.model.access.csv",
        "views/tthc_menus.xml",
    ],
    "application": True,
}
