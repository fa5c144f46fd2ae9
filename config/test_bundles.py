"""Run in `odoo shell` by the launcher, in a database that tests are to run on.

What a browser loads is put together once and kept: within the tests it would be put
together again by each class that opens a page, as what a test writes is taken back.
"""

#: What the tests open: bundle → which parts of it. One that is missing here is put
#: together by the tests.
BUNDLES = {
    "bus.websocket_worker_assets": ["js"],
    "html_editor.assets_image_cropper": ["js", "css"],
    "spreadsheet.o_spreadsheet": ["js"],
    "web.__assets_tests_call__": ["js"],
    "web.assets_emoji": ["js"],
    "web.assets_frontend": ["css"],
    "web.assets_frontend_lazy": ["js"],
    "web.assets_frontend_minimal": ["js"],
    "web.assets_tests": ["js"],
    "web.assets_unit_tests": ["js", "css"],
    "web.assets_unit_tests_setup": ["js", "css"],
    "web.assets_web": ["js", "css"],
    "web.assets_web_print": ["css"],
}

env = env  # noqa: F821, PLW0127 - given by the shell
for name, parts in BUNDLES.items():
    for part in parts:
        bundle = env["ir.qweb"]._get_asset_bundle(
            name, js=part == "js", css=part == "css"
        )
        getattr(bundle, part)()
env.cr.commit()
