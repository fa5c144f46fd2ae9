from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierCase

HOUR = timedelta(hours=1)
#: 09:00 at the center on the day of the rounds of the tests (a Thursday).
NINE = THURSDAY
DAY = THURSDAY.date()


class PostalData:
    """A center that keeps the custody of its papers, a courier and a route."""

    @classmethod
    def make_postal_data(cls, env):
        """Add to the data of ``DossierData`` what is needed to carry papers.

        :param env: superuser environment
        """
        cls.center.custody_from = "2015-01-01"
        cls.holders = env["tthc.custody.holder"]
        cls.at_counter = cls.holders._of(
            "counter", center=cls.center, counter=cls.counter
        )
        cls.with_courier = cls.holders._of("courier", user=cls.courier)
        cls.other_courier = new_test_user(
            env,
            "tthc_other_courier",
            groups="tthc_base.group_courier",
            tthc_center_id=cls.center.id,
        )

    @classmethod
    def paper(cls, dossier, kind="file"):
        """The paper of a kind of a dossier, as the superuser sees it."""
        return dossier.paper_ids.filtered(lambda paper: paper.kind == kind)

    @classmethod
    def make_route(cls, **values):
        """A route of 10:00 with stops at both agencies, driven by the courier."""
        return cls.center.env["tthc.courier.route"].create(
            {
                "code": "T1-10H",
                "name": "Tuyến 1, 10 giờ",
                "center_id": cls.center.id,
                "courier_id": cls.courier.id,
                "departure": 10.0,
                "loading_cutoff": 9.75,
                "return_at": 12.0,
                "valid_from": "2015-01-01",
                "stop_ids": [
                    Command.create(
                        {"sequence": 10, "agency_id": cls.agency.id, "arrival": 10.25}
                    ),
                    Command.create(
                        {
                            "sequence": 20,
                            "agency_id": cls.other_agency.id,
                            "arrival": 10.75,
                        }
                    ),
                ],
                **values,
            }
        )

    @classmethod
    def make_round(cls, **values):
        """The round of the test day, not yet loaded."""
        return cls.make_route(**values)._make_rounds(DAY)


class PostalCase(PostalData, DossierCase):
    """Base of the tests that need no real commit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_postal_data(cls.env)

    @classmethod
    def as_user(cls, user):
        """The minutes as a user reaches them."""
        return cls.env["tthc.handover"].with_user(user)

    @classmethod
    def sheet(cls, answer):
        """The minutes behind an answer of the scan screen's methods."""
        return cls.env["tthc.handover"].browse(answer["id"])

    @classmethod
    def load(cls, run, papers, leave=True):
        """Clerk and courier load papers onto a round and sign; the courier leaves."""
        with frozen(NINE + HOUR / 2):
            answer = cls.as_user(cls.clerk).open_for_round(run.id)
            minutes = cls.sheet(answer)
            for paper in papers:
                minutes.with_user(cls.clerk).scan(f"load-{paper.id}", paper.token)
            if papers:
                minutes.with_user(cls.clerk).sign("b")
                minutes.with_user(cls.courier).sign("a")
            if leave:
                run.with_user(cls.courier).action_leave()
        return minutes

    @classmethod
    def deliver(cls, run, papers, user=None, agency=None):
        """The courier stops at an agency, scans papers, and both sign."""
        agency = agency or cls.agency
        stop = run.stop_ids.filtered(lambda stop: stop.agency_id == agency)
        with frozen(NINE + 1.5 * HOUR):
            answer = cls.as_user(cls.courier).open_for_stop(stop.id)
            minutes = cls.sheet(answer)
            for paper in papers:
                minutes.with_user(cls.courier).scan(f"stop-{paper.id}", paper.token)
            minutes.with_user(cls.courier).sign("a")
            minutes.with_user(user or cls.specialist).sign("b")
        return minutes


def local(hour, minute=0):
    """An hour of the test day in Vietnam as naive UTC."""
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute) - 7 * HOUR
