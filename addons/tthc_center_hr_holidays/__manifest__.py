{
    "name": "TTHC Center HR – Time off",
    "summary": "Leave approved in Odoo is an absence from the counter",
    "version": "19.0.1.0.0",
    "author": "TTHC Suite",
    "website": "https://example.org/tthc",
    "license": "LGPL-3",
    "category": "Services/Public administration",
    "depends": ["tthc_center_hr", "hr_holidays"],
    "data": ["views/hr_leave_type_views.xml"],
    "auto_install": True,
}
