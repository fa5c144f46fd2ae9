from odoo import SUPERUSER_ID, Command, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import HrRace
from .uniform_common import SIGNATURE, UniformData

ROUNDS = 4


@tagged("-standard", "tthc_concurrency")
class TestUniformRace(UniformData, HrRace):
    """Two at once, with real transactions: the last piece is handed out once."""

    @classmethod
    def _set_up_people(cls):
        shirt = cls.env.ref("tthc_center_hr.uniform_shirt_an_ph__c")
        rule = cls.env.ref("tthc_center_hr.uniform_rule_dong_nai_52")
        cls.shirt_before = shirt.unit_price, rule.center_ids.ids
        cls.make_uniform_data()
        other = cls.make_staff("Bùi Thị Hai")
        cls.make_assignment("main", other)
        return {
            "hr": cls.users["hr"].id,
            "center": cls.center.id,
            "people": [cls.woman.id, other.id],
            "size": cls.size("female", "9").id,
        }

    @classmethod
    def _before_cleaning(cls, env):
        price, centers = cls.shirt_before
        env.ref("tthc_center_hr.uniform_shirt_an_ph__c").unit_price = price
        rule = env.ref("tthc_center_hr.uniform_rule_dong_nai_52")
        rule.center_ids = [Command.set(centers)]
        return super()._before_cleaning(env)

    def _as_hr(self, work):
        return self._as(self.ids["hr"], work)

    def _bring(self, count):
        """Set the stock of the size to a count."""

        def work(env):
            size = env["tthc.uniform.size"].browse(self.ids["size"])
            center = env["tthc.center"].browse(self.ids["center"])
            stock = env["tthc.uniform.stock"]._of(center, size).with_env(env)
            if stock.on_hand != count:
                stock.action_count(count, "Kiểm kê")

        self._as_hr(work)

    def _issuing(self, staff):
        """Work of its own transaction: a piece of the size is handed out."""

        def prepare(env):
            return (
                env["tthc.uniform.issue"]
                .create(
                    {
                        "center_id": self.ids["center"],
                        "staff_id": staff,
                        "signature": SIGNATURE,
                        "over_reason": "Thử",
                        "line_ids": [Command.create({"size_id": self.ids["size"]})],
                    }
                )
                .id
            )

        issue = self._as_hr(prepare)

        def work(env):
            env["tthc.uniform.issue"].browse(issue).action_issue()
            env.flush_all()
            return "issued"

        return lambda: self._as_hr(work)

    def _left(self):
        """Pieces in stock as committed; the ledger is whole."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            stock = env["tthc.uniform.stock"].search(
                [
                    ("center_id", "=", self.ids["center"]),
                    ("size_id", "=", self.ids["size"]),
                ]
            )
            self.assertFalse(env["tthc.uniform.move"]._broken_chains(stock))
            return stock.on_hand

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_the_last_piece_is_handed_out_once(self):
        for _round in range(ROUNDS):
            self._bring(1)
            answers = self._at_once(
                [self._issuing(person) for person in self.ids["people"]]
            )
            self.assertEqual(answers.count("issued"), 1, answers)
            (refusal,) = (answer for answer in answers if answer != "issued")
            self.assertIn("0 in stock", refusal)
            self.assertEqual(self._left(), 0)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_pieces_for_two_people_are_both_handed_out(self):
        for _round in range(ROUNDS):
            self._bring(2)
            answers = self._at_once(
                [self._issuing(person) for person in self.ids["people"]]
            )
            self.assertEqual(answers, ["issued", "issued"])
            self.assertEqual(self._left(), 0)
