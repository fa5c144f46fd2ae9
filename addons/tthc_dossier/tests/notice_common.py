from contextlib import ExitStack, nullcontext
from datetime import timedelta
from unittest.mock import patch

from odoo.tests import TransactionCase
from odoo.tests.common import _super_send

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierData
from .fake_gateway import FakeGateway

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
PHONE = "0912 345 678"
EMAIL = "nguoinop@example.com"


class NoticeData(DossierData):
    """Dossiers whose citizens left a phone number, and a gateway of our own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.gateway = FakeGateway().start()
        cls.addClassCleanup(cls.gateway.stop)
        cls.provider = cls.env["tthc.sms.provider"].create(
            {
                "name": "Cổng thử",
                "sequence": 1,
                "kind": "http",
                "url": cls.gateway.url,
                "token": "bi-mat",
                "timeout": 1,
                "refusal_pattern": r'"status"\s*:\s*"99"',
            }
        )

    @classmethod
    def _request_handler(cls, session, request, /, **options):
        """Let calls to this machine pass with the timeout that they ask for.

        Odoo's tests make it ten seconds at least; how long we wait is what we test.
        """
        if request.url.startswith("http://127.0.0.1:"):
            return _super_send(session, request, **options)
        return super()._request_handler(session, request, **options)

    def setUp(self):
        super().setUp()
        self.gateway.requests.clear()
        self.gateway.plan = {}
        self.gateway.default = "success"

    @classmethod
    def receive_with(cls, email=None, phone=PHONE, moment=THURSDAY, **values):
        """Receive a dossier whose citizen leaves these addresses."""
        owner = {
            "name": "Nguyễn Văn Đức",
            "identity": "075088001234",
            "phone": phone,
            "email": email,
            "address": "12 Nguyễn Ái Quốc",
        }
        desk = cls.version.env["tthc.intake.desk"].with_user(cls.clerk)
        with frozen(moment):
            answer = desk.receive({**cls.intake(), "owner": owner, **values})
        return cls.version.env["tthc.dossier"].browse(answer["id"])

    @classmethod
    def run_job(cls, moment=THURSDAY + MINUTE):
        """Run the sending job, without committing.

        :param moment: naive UTC; None takes the time as it is
        :return: the states of all notices at each commit on the way
        """
        committed = []
        notices = cls.version.env["tthc.notice"]

        def commit(cron, *_arguments, **_options):
            notices.flush_model()
            committed.append(notices.search([], order="id").mapped("state"))
            return float("inf")

        with (
            frozen(moment) if moment else nullcontext(),
            patch.object(type(notices.env["ir.cron"]), "_commit_progress", commit),
        ):
            notices._cron_send()
        return committed

    def mail_server(self, failure=None):
        """Let mails go out to nowhere, or fail.

        :param failure: exception that sending raises
        :return: context manager; its value is the mock that is called for each mail
        """
        stack = ExitStack()
        stack.enter_context(
            patch.object(IrMail_Server, "_disable_send", lambda server: False)
        )
        stack.enter_context(
            patch.object(IrMail_Server, "_connect__", lambda *args, **options: None)
        )
        sending = stack.enter_context(
            patch.object(IrMail_Server, "send_email", side_effect=failure)
        )
        if not failure:
            sending.side_effect = lambda message, *args, **options: message[
                "Message-Id"
            ]
        stack.sending = sending
        return stack


class NoticeCase(NoticeData, TransactionCase):
    """Base of the tests that need no browser."""
