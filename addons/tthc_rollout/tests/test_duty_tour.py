from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools import clock

from .duty_common import DAY, DUE, MOMENT, DutyCase


@tagged("post_install", "-at_install")
class TestDutyTour(DutyCase, HttpCase):
    """A dispatch as it is clicked: pasted, given, reported, mended, accepted."""

    def play(self, moment, tour, login, path="duties"):
        """Play a tour with the clock of the server stopped.

        The requests of a browser are served by other threads, which no freeze
        reaches; the seam itself is replaced.
        """
        self.env.invalidate_all()
        with patch.object(clock, "now", lambda: moment):
            self.start_tour(f"/odoo/{path}", tour, login=login)
        self.env.invalidate_all()

    def test_dispatch_from_pasting_to_acceptance(self):
        coordinator, reporter = "test_coordinator", "test_reporter"
        self.play(MOMENT, "tthc_duty_give", coordinator, "dispatches")
        share = self.env["tthc.duty.share"].search(
            [("dispatch_id.number", "=", "99/UBND-HCC")]
        )
        self.assertRecordValues(
            share, [{"agency_id": self.justice.id, "state": "given", "due_at": DUE}]
        )
        self.play(DUE, "tthc_duty_report", reporter, "my-duties")
        self.assertRecordValues(
            share, [{"state": "reported", "is_late": False, "reported_at": DUE}]
        )
        self.play(DUE + DAY, "tthc_duty_return", coordinator)
        self.assertEqual(share.state, "returned")
        self.play(DUE + DAY, "tthc_duty_mend", reporter, "my-duties")
        self.assertEqual(len(share.evidence_ids), 2)
        self.play(DUE + DAY, "tthc_duty_accept", coordinator)
        self.assertRecordValues(share, [{"state": "accepted", "is_late": False}])
        self.assertEqual(
            share.event_ids.mapped("kind")[::-1],
            ["give", "report", "return", "report", "accept"],
        )
