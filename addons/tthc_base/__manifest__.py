{
    "name": "TTHC Base",
    "summary": "Agencies, centers, counters, roles, regulations by date, working"
    " time, numbering and legal printing",
    "version": "19.0.1.0.0",
    "author": "TTHC Suite",
    "website": "https://example.org/tthc",
    "license": "LGPL-3",
    "category": "Services/Public administration",
    "depends": ["auth_timeout", "base_import", "mail", "resource"],
    "external_dependencies": {"python": ["weasyprint", "qrcode", "holidays"]},
    "data": [
        "security/tthc_groups.xml",
        "security/ir.model.access.csv",
        "security/tthc_rules.xml",
        "data/res_groups_data.xml",
        "data/resource_calendar_data.xml",
        "data/tthc.calendar.day.csv",
        "data/tthc_calendar_day_data.xml",
        "data/tthc_regulation_data.xml",
        "data/tthc.regulation.constant.csv",
        "views/tthc_menus.xml",
        "wizard/tthc_calendar_day_fill_views.xml",
        "views/tthc_calendar_day_views.xml",
        "views/tthc_agency_views.xml",
        "views/tthc_center_views.xml",
        "views/tthc_counter_views.xml",
        "views/tthc_regulation_views.xml",
        "views/tthc_admin_unit_views.xml",
        "views/res_users_views.xml",
        "views/tthc_form_views.xml",
        "views/tthc_print_fault.xml",
        "views/tthc_session_lock.xml",
        "wizard/tthc_user_batch_views.xml",
        "report/tthc_print_parts.xml",
        "report/tthc_printer_test.xml",
    ],
    "demo": ["demo/tthc_base_demo.xml"],
    "assets": {
        # Debian's odoo-19 package strips this file (dfsg): with it in the bundle
        # every backend page logs a console error.
        "web.assets_backend": [
            "tthc_base/static/src/long_name/*",
            "tthc_base/static/src/moment/*",
            "tthc_base/static/src/print/*.js",
            "tthc_base/static/src/session_lock/*",
            "tthc_base/static/src/user_batch/*",
            (
                "remove",
                "mail/static/lib/selfie_segmentation/selfie_segmentation.js",
            ),
        ],
        "web.assets_frontend": [
            "tthc_base/static/src/session_lock/check_identity.xml",
        ],
        "web.assets_tests": [
            "tthc_base/static/tests/tours/*.js",
        ],
        "web.assets_unit_tests": [
            "tthc_base/static/tests/*.test.js",
        ],
    },
    "post_init_hook": "post_init_hook",
}
