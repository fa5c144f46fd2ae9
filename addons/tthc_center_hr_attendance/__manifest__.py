{
    "name": "TTHC Center HR – Attendance",
    "summary": "Half-days of the roster against check-ins",
    "version": "19.0.1.0.0",
    "author": "TTHC Suite",
    "website": "https://example.org/tthc",
    "license": "LGPL-3",
    "category": "Services/Public administration",
    "depends": ["tthc_center_hr", "hr_attendance"],
    "data": ["views/tthc_roster_shift_views.xml"],
    "auto_install": True,
}
