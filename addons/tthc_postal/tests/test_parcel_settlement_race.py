from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.models import BaseModel
from odoo.service.model import retrying
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.race_common import SideBySide

from .common import PostalData
from .settlement_common import EVENING, POSTAGE, SettlementData

ROUNDS = 4


@tagged("-standard", "tthc_concurrency")
class TestSettlementRace(SettlementData, PostalData, SideBySide):
    """Two at once on one sheet, with real transactions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cls._in(env)
            cls.make_postal_data(env)
            cls.make_parcel_data()
            cls.make_settlement_data(env)
            second = new_test_user(
                env,
                "tthc_second_settler",
                groups="tthc_base.group_courier",
                tthc_center_id=cls.center.id,
            )
            cls.carrier.settler_ids |= second
            cls.addClassCleanup(cls._forget_settlers, cls.carrier.id)
            cls.ids.update(settler=cls.settler.id, second=second.id)
            cls.parcels = [cls.deliver().id for _turn in range(ROUNDS)]

    @classmethod
    def _forget_settlers(cls, carrier_id):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["tthc.parcel.carrier"].browse(carrier_id).settler_ids = False

    @classmethod
    def _in(cls, env):
        """Let the class's records live in an open transaction."""
        for name, value in list(vars(cls).items()) + list(vars(SideBySide).items()):
            if isinstance(value, BaseModel):
                setattr(cls, name, env[value._name].browse(value.ids))

    def _as(self, user, work):
        """Do something in a transaction of its own, as a request does.

        :return: what the work returns, or the words of the refusal
        """
        with frozen(EVENING), self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids[user], {})
            try:
                return retrying(lambda: work(env), env)
            except UserError as error:
                cr.rollback()
                return f"refused: {error}"

    def _at_once(self, *works):
        barrier = Barrier(len(works))

        def one(user, work):
            barrier.wait()
            return self._as(user, work)

        with ThreadPoolExecutor(len(works)) as pool:
            return [
                future.result()
                for future in [pool.submit(one, *work) for work in works]
            ]

    def _sheet(self):
        """The sheet that takes lines now: each turn begins a new one."""
        parcel = self.parcels[0]

        def work(env):
            line = (
                env["tthc.parcel"]
                .browse(parcel)
                .action_put_right(postage=1000, reason="Thử")
            )
            return line.settlement_id.id

        return self._as("clerk", work)

    def _signing(self, sheet, side):
        def work(env):
            getattr(
                env["tthc.parcel.settlement"].browse(sheet), f"action_sign_{side}"
            )()
            env.flush_all()
            return "signed"

        return work

    def _read(self, sheet):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            row = env["tthc.parcel.settlement"].browse(sheet)
            return row.state, row.number, len(row.line_ids), row._is_intact()

    @mute_logger("odoo.sql_db")
    def test_sheet_agreed_twice_at_once_is_agreed_once(self):
        numbers = []
        for _turn in range(ROUNDS):
            sheet = self._sheet()
            self._as("clerk", self._signing(sheet, "center"))
            answers = self._at_once(
                ("settler", self._signing(sheet, "post")),
                ("second", self._signing(sheet, "post")),
            )
            self.assertEqual(answers.count("signed"), 1, answers)
            state, number, _lines, intact = self._read(sheet)
            self.assertEqual((state, intact), ("agreed", True))
            numbers.append(number)
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + ROUNDS)))

    @mute_logger("odoo.sql_db")
    def test_parcel_added_while_agreeing_is_on_the_sheet_or_on_the_next(self):
        """What both signed is what stands there: no line slips in behind the hash."""
        for turn in range(ROUNDS):
            sheet = self._sheet()
            _state, _number, before, _intact = self._read(sheet)

            def add(env, parcel=self.parcels[turn]):
                line = (
                    env["tthc.parcel"]
                    .browse(parcel)
                    .action_put_right(postage=POSTAGE, reason="Đến sau")
                )
                env.flush_all()
                return line.settlement_id.id

            self._as("clerk", self._signing(sheet, "center"))
            answers = self._at_once(
                ("settler", self._signing(sheet, "post")), ("manager", add)
            )
            self.assertEqual(answers[0], "signed", answers)
            self.assertNotEqual(answers[1], sheet)
            state, _number, lines, intact = self._read(sheet)
            self.assertEqual((state, lines, intact), ("agreed", before, True))

    @mute_logger("odoo.sql_db")
    def test_first_signature_covers_what_was_added_at_that_moment(self):
        for turn in range(ROUNDS):
            sheet = self._sheet()

            def add(env, parcel=self.parcels[turn]):
                line = (
                    env["tthc.parcel"]
                    .browse(parcel)
                    .action_put_right(postage=POSTAGE, reason="Cùng lúc")
                )
                env.flush_all()
                return line.settlement_id.id

            answers = self._at_once(
                ("clerk", self._signing(sheet, "center")), ("manager", add)
            )
            if answers[0] != "signed":
                self._as("clerk", self._signing(sheet, "center"))
            self._as("settler", self._signing(sheet, "post"))
            state, _number, _lines, intact = self._read(sheet)
            self.assertEqual((state, intact), ("agreed", True), answers)
            if answers[1] != sheet:
                # It came after the signature: it waits on the next sheet.
                self._as("clerk", self._signing(answers[1], "center"))
                self._as("settler", self._signing(answers[1], "post"))

    @mute_logger("odoo.sql_db")
    def test_money_handed_over_twice_at_once_is_put_down_once(self):
        sheet = self._sheet()
        self._as("clerk", self._signing(sheet, "center"))
        self._as("settler", self._signing(sheet, "post"))

        def pay(env):
            row = env["tthc.parcel.settlement"].browse(sheet)
            row.action_pay(row.handed, f"PT {env.uid}")
            env.flush_all()
            return "paid"

        answers = self._at_once(("clerk", pay), ("manager", pay))
        self.assertEqual(answers.count("paid"), 1, answers)
