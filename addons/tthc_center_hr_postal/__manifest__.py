{
    "name": "TTHC Center HR – Postal",
    "summary": "Hand-over of shifts: folders in hand from the custody",
    "version": "19.0.1.0.0",
    "author": "TTHC Suite",
    "website": "https://example.org/tthc",
    "license": "LGPL-3",
    "category": "Services/Public administration",
    "depends": ["tthc_center_hr", "tthc_postal"],
    "auto_install": True,
}
