from odoo import models
from odoo.http import request

from odoo.addons.auth_timeout.models.ir_http import CheckIdentityException

from ..hooks import VIETNAMESE

LOCKED_UID = "tthc_locked_uid"


class IrHttp(models.AbstractModel):
    """Pages before the login, and a session that its user locked by hand.

    Who has not logged in is spoken to in Vietnamese, whatever the browser prefers.

    ``auth_timeout`` asks for the password again after a time without activity; a
    clerk who leaves the counter can't wait for that. The mark lies in the session on
    the server, so that no tab, no script and no copied cookie gets around it.
    """

    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        if not request.session.uid:
            request.update_context(lang=VIETNAMESE)
        return super()._pre_dispatch(rule, args)

    @classmethod
    def _tthc_lock_session(cls):
        """Lock the session of the request until its user gives the password again."""
        request.session[LOCKED_UID] = request.session.uid

    @classmethod
    def _tthc_session_is_locked(cls):
        """Whether the user of the request's session locked it.

        Another clerk who logs in over the same session has given a password.
        """
        locked_uid = request.session.get(LOCKED_UID)
        return bool(locked_uid) and locked_uid == request.session.uid

    @classmethod
    def _must_check_identity(cls):
        required = super()._must_check_identity()
        if not required and cls._tthc_session_is_locked():
            return {"check_identity": True, "mfa": False}
        return required

    @classmethod
    def _check_identity(cls, credential):
        unanswered = super()._check_identity(credential)
        if not unanswered:
            request.session.pop(LOCKED_UID, None)
        return unanswered

    @classmethod
    def _authenticate(cls, endpoint):
        """Close what ``auth_timeout`` leaves open: it guards ``auth="user"`` only.

        Routes for everybody (messages, attachments, images) answer a locked session
        as they answer a stranger.
        """
        super()._authenticate(endpoint)
        if not cls._tthc_session_is_locked():
            return
        auth = endpoint.routing["auth"]
        if auth == "bearer":
            raise CheckIdentityException(f"User {request.session.uid} is locked")
        if auth == "public":
            request.update_env(user=request.env.ref("base.public_user").id)
