"""What a courier and a clerk wait for at the hand-over: the scan and the signature.

Runs in ``./tthc bench`` (an Odoo shell: ``env`` is given). A sheet of 50 folders and
one of 500 are scanned to the last one, as a clerk with record rules; then both sides
sign, and at the agency's stop the courier and a specialist do. A scan must have the
same queries on both sheets. What is measured is undone, and nothing is kept.
"""

import sys
from datetime import timedelta
from itertools import count

from measuring import Aim, Table, measure, undone
from scale_spread import UNTIL
from scale_world import make_world

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.tthc_base.tools.clock import frozen

FEW, MANY = 50, 500
SCAN = Aim(milliseconds=100)
SIGN = Aim(milliseconds=2000)
DAY = (UNTIL + timedelta(hours=7)).date()


def say(line):
    """Print a line at once: who waits sees how far it is."""
    print(line, flush=True)


class HandOver:
    """The measurements on one center, its courier and one agency."""

    def __init__(self, env):
        """Make the people and procedures in ``env``."""
        self.env = env
        world = make_world(env)
        self.center = world.center
        self.center.custody_from = "2015-01-01"
        self.clerk = world.clerks[self.center][0]
        self.version = world.versions[0]
        self.agency = self.version.agency_id
        self.specialist = world.specialists[self.agency][0]
        self.courier = new_test_user(
            env,
            "bench_courier",
            groups="tthc_base.group_courier",
            tthc_center_id=self.center.id,
        )
        self.table = Table(say)
        self.numbers = count(1)
        self.queries = {}

    def run(self):
        """Print the table.

        :return: whether every aim was met, and a scan costs the same on both sheets
        """
        self.table.head()
        for turn, size in enumerate((FEW, MANY)):
            self._hand_over(size, departure=10.0 + turn)
        met = self.table.end()
        for label, (few, many) in self.queries.items():
            same = "the same" if few == many else "MISSED: not the same"
            say(f"queries of {label}: {few:g} and {many:g}, {same}")
            met = met and few == many
        return met

    def _hand_over(self, size, departure):
        """One round from the counter to the agency, with so many folders."""
        papers = self._receive(size).paper_ids
        ride = self._make_round(departure)
        minutes = self._sheet(self.clerk, "open_for_round", ride, size)
        self._scan_all(minutes.with_user(self.clerk), papers, f"{size} (clerk)")
        self._sign(minutes, size, (("b", self.clerk), ("a", self.courier)))
        ride.with_user(self.courier).action_leave()
        stop = ride.stop_ids
        minutes = self._sheet(self.courier, "open_for_stop", stop, size)
        self._scan_all(minutes.with_user(self.courier), papers, f"{size} (courier)")
        self._sign(minutes, size, (("a", self.courier), ("b", self.specialist)))

    def _receive(self, size):
        """Dossiers for the agency, received at the counter."""
        papers = self.version.component_ids
        rows = [
            {
                "version_id": self.version.id,
                "center_id": self.center.id,
                "owner_name": f"Nguyễn Văn {number}",
                "owner_identity": f"0999{number:08d}",
                "owner_phone": f"09{number:08d}",
                "component_ids": [
                    Command.create({"component_id": paper.id, "name": paper.name})
                    for paper in papers
                ],
            }
            for number in (next(self.numbers) for _turn in range(size))
        ]
        dossiers = self.env["tthc.dossier"].with_user(self.clerk).create(rows)
        dossiers.action_receive()
        return dossiers.sudo()

    def _make_round(self, departure):
        route = self.env["tthc.courier.route"].create(
            {
                "code": f"DO-{departure:g}H",
                "name": "Tuyến đo thử",
                "center_id": self.center.id,
                "courier_id": self.courier.id,
                "departure": departure,
                "loading_cutoff": departure - 0.25,
                "return_at": departure + 0.75,
                "valid_from": "2015-01-01",
                "stop_ids": [
                    Command.create(
                        {"agency_id": self.agency.id, "arrival": departure + 0.25}
                    )
                ],
            }
        )
        return route._make_rounds(DAY)

    def _sheet(self, user, method, place, size):
        """Open a sheet, measured, and return it."""
        sheets = self.env["tthc.handover"].with_user(user)

        def opened():
            return getattr(sheets, method)(place.id)

        self._line(f"{method}, {size} folders expected", opened, None, runs=5)
        return self.env["tthc.handover"].browse(opened()["id"])

    def _scan_all(self, minutes, papers, what):
        """Scan the papers of a sheet; the last one is measured."""
        *rest, last = papers
        for paper in rest:
            minutes.scan(f"bench-{next(self.numbers)}", paper.token)

        def scan():
            answer = minutes.scan(f"bench-{next(self.numbers)}", last.token)
            if answer["result"] != "right":
                raise ValueError(f"The scan says: {answer}")

        figure = self._line(f"scan the last folder of {what}", scan, SCAN)
        who = what.partition(" ")[2]
        self.queries.setdefault(f"a scan {who}", []).append(figure.queries)
        scan()

    def _sign(self, minutes, size, sides):
        """Sign for both sides, each signature measured."""
        for turn, (side, user) in enumerate(sides):
            sheet = minutes.with_user(user)
            what = "sign second, all change hands" if turn else "sign first"
            self._line(
                f"{what}, {size} folders",
                lambda sheet=sheet, side=side: sheet.sign(side),
                SIGN,
                runs=5,
            )
            sheet.sign(side)

    def _line(self, label, work, aim, **options):
        figure = measure(self.env, work, **options)
        self.table.add(label, figure, aim)
        return figure


def main(env):
    """Print the table.

    :return: the exit code: 1 where an aim was missed
    """
    with frozen(UNTIL), undone(env):
        met = HandOver(env).run()
    env.cr.rollback()
    return 0 if met else 1


sys.exit(main(env))  # noqa: F821 -- given by the shell
