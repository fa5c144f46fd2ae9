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
        "security/tthc_hours_rules.xml",
        "security/tthc_risk_rules.xml",
        "data/tthc_step_usual_data.xml",
        "data/tthc_risk_data.xml",
        "views/tthc_hours_views.xml",
        "views/tthc_risk_views.xml",
        "views/tthc_menus.xml",
        "views/tthc_hours_menus.xml",
        "views/tthc_risk_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "tthc_report/static/src/**/*",
        ],
        "web.assets_tests": [
            "tthc_report/static/tests/tours/**/*",
        ],
    },
    "post_init_hook": "post_init_hook",
    "application": True,
}
