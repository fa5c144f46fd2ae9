{
    "name": "TTHC Center HR – Dossier",
    "summary": "Hand-over of shifts: cash from the till",
    "version": "19.0.1.0.0",
    "author": "TTHC Suite",
    "website": "https://example.org/tthc",
    "license": "LGPL-3",
    "category": "Services/Public administration",
    "depends": ["tthc_center_hr", "tthc_dossier"],
    "auto_install": True,
}
