from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import MOMENT
from .staff_notice_common import MONTH


@tagged("post_install", "-at_install")
class TestStaffNoticeRace(BaseCase):
    """Two at once, with real transactions: sent once, prepared once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.enterClassContext(frozen(MOMENT))
        cls.addClassCleanup(cls._clean)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            agency = env["tthc.agency"].create(
                {"name": "Sở Đua", "identifier": "H99.71"}
            )
            center = env["tthc.center"].create(
                {"name": "Trung tâm Đua", "agency_id": agency.id, "place_name": "Đua"}
            )
            notice = env["tthc.staff.notice"]._moving()
            notice = notice.create(
                {
                    "center_id": center.id,
                    "agency_id": agency.id,
                    "month": MONTH,
                    "state": "checked",
                }
            )
            cls.ids = {
                "agency": agency.id,
                "center": center.id,
                "notice": notice.id,
            }

    @classmethod
    @mute_logger("odoo.models.unlink")
    def _clean(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute(
                SQL("DELETE FROM tthc_staff_notice WHERE id = %s", cls.ids["notice"])
            )
            cr.execute(
                SQL(
                    "DELETE FROM mail_message"
                    " WHERE model = 'tthc.staff.notice' AND res_id = %s",
                    cls.ids["notice"],
                )
            )
            env["tthc.center"].browse(cls.ids["center"]).unlink()
            env["tthc.agency"].browse(cls.ids["agency"]).unlink()

    @contextmanager
    def turn(self, model, key):
        """A transaction of its own, and a record in it."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
            yield env[model].browse(self.ids[key])

    def test_of_two_who_send_one_is_told(self):
        with (
            self.turn("tthc.staff.notice", "notice") as one,
            self.turn("tthc.staff.notice", "notice") as two,
        ):
            one.action_send()
            one.env.flush_all()
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(UserError, "Somebody else"),
            ):
                two.action_send()
            two.env.cr.rollback()
            sent_hash = one.hash
            one.env.cr.commit()
            two.env.invalidate_all()
            with self.assertRaisesRegex(UserError, "by now"):
                two.action_send()
            self.assertEqual(two.hash, sent_hash)

    def test_of_two_jobs_one_leaves_the_center_alone(self):
        with (
            self.turn("tthc.center", "center") as one,
            self.turn("tthc.center", "center") as two,
        ):
            one._prepare_due_notices()
            one.env.flush_all()
            with mute_logger("odoo.sql_db"):
                two._prepare_due_notices()
            self.assertFalse(two.notice_prepared)
            two.env.cr.rollback()
            one.env.cr.commit()
            two.invalidate_recordset()
            self.assertEqual(two.notice_prepared, MONTH)
