{
    "name": "TTHC Catalog",
    "summary": "Administrative procedures by version: limits, fees, components,"
    " steps and admission to the center",
    "version": "19.0.1.0.0",
    "author": "TTHC Suite",
    "website": "https://example.org/tthc",
    "license": "LGPL-3",
    "category": "Services/Public administration",
    "depends": ["tthc_base"],
    "data": [
        "security/ir.model.access.csv",
        "data/tthc_procedure_subject_data.xml",
        "views/tthc_procedure_version_form_views.xml",
        "views/tthc_procedure_version_views.xml",
        "views/tthc_procedure_views.xml",
        "views/tthc_sector_views.xml",
        "views/tthc_decision_views.xml",
        "views/tthc_procedure_admission_views.xml",
        "views/tthc_agency_alias_views.xml",
        "views/tthc_reorganisation_views.xml",
        "views/tthc_menus.xml",
        "wizard/tthc_catalog_start_views.xml",
    ],
    "demo": ["demo/tthc_catalog_demo.xml"],
    "assets": {
        "web.assets_backend": ["tthc_catalog/static/src/catalog.css"],
    },
}
