{
    "name": "TTHC Rollout",
    "summary": "Readiness reports and plans of the agencies before a center opens",
    "version": "19.0.1.0.0",
    "author": "TTHC Suite",
    "website": "https://example.org/tthc",
    "license": "LGPL-3",
    "category": "Services/Public administration",
    "depends": ["tthc_center_hr", "tthc_report", "project"],
    "data": [
        "security/ir.model.access.csv",
        "views/tthc_menus.xml",
    ],
    "application": True,
}
