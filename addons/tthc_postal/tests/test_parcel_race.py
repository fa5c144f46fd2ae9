import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.race_common import SideBySide

from .common import PostalData
from .parcel_common import HOUR, READY, ParcelData
from .test_handover_race import ROUNDS, TestHandoverRace

#: What the data of the class hold, for each transaction anew.
LIVING = (
    "version",
    "clerk",
    "specialist",
    "leader",
    "center",
    "counter",
    "courier",
    "at_counter",
    "with_courier",
)


@tagged("-standard", "tthc_concurrency")
class TestParcelRace(ParcelData, PostalData, SideBySide):
    """Two at once, with real transactions: a result is handed over once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            for name in ("center", "counter", "courier", "agency", "other_agency"):
                record = getattr(cls, name)
                setattr(cls, name, env[record._name].browse(record.id))
            cls.make_postal_data(env)
            cls.make_parcel_data()
            cls.ids.update(courier=cls.courier.id)

    _as = TestHandoverRace._as
    _at_once = TestHandoverRace._at_once

    def _door(self):
        """A parcel at the door, its identity checked, committed: id and dossier."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            for name in LIVING:
                record = getattr(self, name)
                setattr(type(self), name, env[record._name].browse(record.id))
            parcel = self.identified(READY)
            return parcel.id, parcel.dossier_id.id

    def _deliver(self, parcel):
        def work(env):
            env["tthc.parcel"].browse(parcel).action_deliver(
                taken_by="Nguyễn Văn Đức", signed_on_paper=True
            )
            env.flush_all()
            return "delivered"

        return work

    def _call_back(self, parcel):
        def work(env):
            env["tthc.parcel"].browse(parcel).action_recall("Đổi ý")
            env.flush_all()
            return "recalled"

        return work

    def _found(self, parcel):
        """State of parcel and dossier, holder and moves of the result, as committed."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            row = env["tthc.parcel"].browse(parcel)
            papers = row.paper_ids
            self.assertFalse(env["tthc.custody.move"]._broken_chains(papers))
            self.assertFalse(env["tthc.dossier.event"]._broken_chains(row.dossier_id))
            handed = row.dossier_id.event_ids.filtered(
                lambda event: event.kind == "give_back"
            )
            return row.state, row.dossier_id.state, papers.holder_kind, len(handed)

    @mute_logger("odoo.sql_db")
    def test_parcel_delivered_twice_at_once_is_handed_over_once(self):
        for _round in range(ROUNDS):
            parcel, _dossier = self._door()
            answers = self._at_once(
                ("courier", self._deliver(parcel)), ("clerk", self._deliver(parcel))
            )
            self.assertEqual(answers.count("delivered"), 1, answers)
            self.assertEqual(
                self._found(parcel), ("delivered", "returned", "citizen", 1)
            )

    @mute_logger("odoo.sql_db")
    def test_parcel_delivered_while_it_is_called_back(self):
        for _round in range(ROUNDS):
            parcel, _dossier = self._door()
            answers = self._at_once(
                ("courier", self._deliver(parcel)), ("clerk", self._call_back(parcel))
            )
            done = [word for word in answers if word in ("delivered", "recalled")]
            self.assertEqual(len(done), 1, answers)
            expected = {
                "delivered": ("delivered", "returned", "citizen", 1),
                "recalled": ("returning", "resolved", "courier", 0),
            }
            self.assertEqual(self._found(parcel), expected[done[0]])

    @mute_logger("odoo.sql_db")
    def test_server_killed_at_the_door_leaves_all_or_nothing(self):
        parcel, _dossier = self._door()
        with frozen(READY + HOUR), self.assertRaises(psycopg2.Error):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.ids["courier"], {})
                self.assertEqual(self._deliver(parcel)(env), "delivered")
                self._kill(cr)
        self.assertEqual(self._found(parcel), ("accepted", "resolved", "courier", 0))
        self.assertEqual(self._as("courier", self._deliver(parcel)), "delivered")
        self.assertEqual(self._found(parcel), ("delivered", "returned", "citizen", 1))
