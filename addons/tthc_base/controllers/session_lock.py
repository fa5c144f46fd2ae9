from odoo import http
from odoo.http import request


class SessionLockController(http.Controller):
    # Locking twice is no error: the route must not ask for the password itself.
    @http.route("/tthc/session/lock", type="jsonrpc", auth="user", check_identity=False)
    def lock(self):
        """Lock the session of the caller: only the password opens it again."""
        request.env["ir.http"]._tthc_lock_session()
