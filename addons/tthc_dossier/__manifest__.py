{
    "name": "TTHC Dossier",
    "summary": "The dossier from counter to citizen: intake, clock, steps, results"
    " and an append-only log",
    "version": "19.0.1.0.0",
    "author": "TTHC Suite",
    "website": "https://example.org/tthc",
    "license": "LGPL-3",
    "category": "Services/Public administration",
    "depends": ["tthc_catalog"],
    "data": [
        "security/ir.model.access.csv",
        "security/tthc_rules.xml",
        "data/ir_cron_data.xml",
        "wizard/tthc_dossier_act_views.xml",
        "wizard/tthc_dossier_correct_views.xml",
        "wizard/tthc_dossier_handing_views.xml",
        "wizard/tthc_dossier_request_views.xml",
        "wizard/tthc_dossier_result_views.xml",
        "views/tthc_dossier_step_views.xml",
        "views/tthc_dossier_views.xml",
        "views/tthc_applicant_views.xml",
        "views/tthc_tracking_templates.xml",
        "views/tthc_center_views.xml",
        "views/tthc_procedure_version_views.xml",
        "views/tthc_menus.xml",
        "views/tthc_counter_desk_views.xml",
        "report/tthc_dossier_receipt.xml",
    ],
    "demo": ["demo/res_users_demo.xml", "demo/tthc_dossier_demo.xml"],
    "assets": {
        "web.assets_backend": [
            "tthc_dossier/static/src/counter/*",
        ],
        "web.assets_tests": [
            "tthc_dossier/static/tests/tours/*.js",
        ],
        "web.assets_unit_tests": [
            "tthc_dossier/static/tests/*.test.js",
        ],
    },
    "application": True,
}
