from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Lock
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from ..models.tthc_notice_sending import CUT_OFF
from .fake_gateway import FakeGateway
from .race_common import SideBySide
from .test_concurrency import NEXT_YEAR

MINUTE = timedelta(minutes=1)
MESSAGES = 6
JOBS = 3


@tagged("-standard", "tthc_concurrency")
class TestNoticesSideBySide(SideBySide):
    """A message goes out once, whatever happens at the same moment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gateway = FakeGateway().start()
        cls.addClassCleanup(cls.gateway.stop)
        cls.addClassCleanup(cls._remove_provider)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cls.provider_id = (
                env["tthc.sms.provider"]
                .create(
                    {
                        "name": "Cổng thử",
                        "sequence": -1,
                        "kind": "http",
                        "url": cls.gateway.url,
                    }
                )
                .id
            )

    @classmethod
    def _remove_provider(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["tthc.sms.provider"].browse(cls.provider_id).unlink()

    def setUp(self):
        super().setUp()
        self.gateway.requests.clear()

    def _receive_some(self, number=1):
        """Receive dossiers; :return: ids of their notices."""
        with frozen(NEXT_YEAR), self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids["clerk"], {})
            desk = env["tthc.intake.desk"]
            ids = [desk.receive(self.request)["id"] for _turn in range(number)]
            dossiers = env["tthc.dossier"].sudo().browse(ids)
            return dossiers.notice_ids.ids

    def _run_job(self, moment=NEXT_YEAR + MINUTE):
        with frozen(moment), self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["tthc.notice"]._cron_send()

    def _states(self, ids):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return env["tthc.notice"].browse(ids).mapped("state")

    @mute_logger("odoo.sql_db")
    def test_jobs_side_by_side_send_each_message_once(self):
        ids = self._receive_some(MESSAGES)
        barrier = Barrier(JOBS)

        def job():
            barrier.wait()
            self._run_job()

        with ThreadPoolExecutor(JOBS) as pool:
            for future in [pool.submit(job) for _number in range(JOBS)]:
                future.result()
        self.assertEqual(self._states(ids), ["sent"] * MESSAGES)
        words = [message["id"] for message in self.gateway.sent()]
        self.assertEqual(len(words), MESSAGES)
        self.assertEqual(len(set(words)), MESSAGES)

    @mute_logger("odoo.sql_db")
    def test_job_that_is_killed_while_the_gateway_answers_is_shown_as_unclear(self):
        ids = self._receive_some()
        cursors = []

        def answer(_request):
            self._kill_job(cursors[0])
            return self.gateway.ANSWERS["success"]

        with (
            patch.object(self.gateway, "answer_to", answer),
            self.assertRaises(psycopg2.Error),
            frozen(NEXT_YEAR + MINUTE),
            self.registry.cursor() as cr,
        ):
            cursors.append(cr.connection.info.backend_pid)
            api.Environment(cr, SUPERUSER_ID, {})["tthc.notice"]._cron_send()
        self.assertEqual(self._states(ids), ["sending"])
        self._run_job(NEXT_YEAR + 2 * MINUTE)
        self.assertEqual(self._states(ids), ["sending"])
        self._run_job(NEXT_YEAR + CUT_OFF + 2 * MINUTE)
        self.assertEqual(self._states(ids), ["unknown"])
        self.assertEqual(len(self.gateway.requests), 1)

    def _kill_job(self, pid):
        with self.registry.cursor() as cr:
            cr.execute("SELECT pg_terminate_backend(%s)", [pid])

    @mute_logger("odoo.sql_db")
    def test_two_clicks_on_send_again_send_once(self):
        self.gateway.default = "garbage"
        ids = self._receive_some()
        self._run_job()
        self.assertEqual(self._states(ids), ["unknown"])
        self.gateway.default = "success"
        barrier, told, lock = Barrier(2), [], Lock()

        def click():
            barrier.wait()
            with frozen(NEXT_YEAR + MINUTE), self.registry.cursor() as cr:
                env = api.Environment(cr, self.ids["clerk"], {})
                try:
                    env["tthc.notice"].browse(ids).action_resend()
                except (UserError, psycopg2.OperationalError) as error:
                    cr.rollback()
                    with lock:
                        told.append(error)

        with ThreadPoolExecutor(2) as pool:
            for future in [pool.submit(click) for _number in range(2)]:
                future.result()
        self.assertEqual(len(told), 1)
        self._run_job()
        self._run_job()
        self.assertEqual(self._states(ids), ["sent"])
        self.assertEqual(len(self.gateway.requests), 2)
