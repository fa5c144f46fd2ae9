from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import TransactionCase

from odoo.addons.tthc_base.tests.common import new_users
from odoo.addons.tthc_base.tools.clock import frozen

#: Thursday 20/8/2026 09:00 in Vietnam, naive UTC: the first worked example of the
#: domain's clock, five working days over a make-up Saturday.
THURSDAY = datetime(2026, 8, 20, 2, 0)
AFTER_FIVE_WORKING_DAYS = datetime(2026, 8, 26, 10, 0)


class DossierData:
    """Agencies, a center, people of each role and a procedure, made by hand."""

    @classmethod
    def make_data(cls, env):
        """Create what dossier tests work on; all names are invented.

        :param env: superuser environment
        """
        cls.committee = env["tthc.agency"].create(
            {"name": "UBND tỉnh Thử", "kind": "committee", "identifier": "H99"}
        )
        cls.agency, cls.other_agency = env["tthc.agency"].create(
            [
                {
                    "name": f"Sở {name}",
                    "identifier": f"H99.{number}",
                    "identifier_long": f"000.00.{number}.H99",
                    "parent_id": cls.committee.id,
                }
                for name, number in (("Xây dựng", "14"), ("Tư pháp", "19"))
            ]
        )
        cls.center, cls.other_center = env["tthc.center"].create(
            [
                {"name": name, "agency_id": cls.committee.id, "place_name": "Thử"}
                for name in ("Trung tâm Một", "Trung tâm Hai")
            ]
        )
        cls.counter = env["tthc.counter"].create(
            {
                "code": "07",
                "name": "Xây dựng",
                "center_id": cls.center.id,
                "agency_ids": [Command.set(cls.agency.ids)],
            }
        )
        cls.version = cls.make_version(env, "1.999001", "Cấp giấy phép thử nghiệm", 3)
        cls.make_people(env)

    @classmethod
    def make_version(cls, env, code, name, papers, **values):
        """Create an approved version in force that the test center receives."""
        procedure = env["tthc.procedure"].create(
            {
                "code": code,
                "admission_ids": [Command.create({"center_id": cls.center.id})],
            }
        )
        version = env["tthc.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "name": name,
                "agency_id": cls.agency.id,
                "valid_from": "2015-01-01",
                "limit_value": 5,
                "limit_unit": "working_day",
                "fee_known": True,
                "fee_amount": 75000,
                "component_ids": [
                    Command.create(
                        {
                            "sequence": number,
                            "name": f"Giấy tờ {number}",
                            "original_count": 1,
                        }
                    )
                    for number in range(1, papers + 1)
                ],
                **values,
            }
        )
        version.action_propose()
        version.action_approve()
        return version

    @classmethod
    def make_people(cls, env):
        """Create one user a role; the login says which."""
        people = {
            "clerk": ("group_reception", cls.agency, cls.center),
            "other_clerk": ("group_reception", cls.agency, cls.other_center),
            "specialist": ("group_specialist", cls.agency, cls.center),
            "other_specialist": ("group_specialist", cls.other_agency, cls.center),
            "leader": ("group_leader", cls.agency, cls.center),
            "manager": ("group_center_manager", cls.committee, cls.center),
            "inspector": ("group_inspector", cls.committee, None),
            "courier": ("group_courier", None, cls.center),
            "editor": ("group_catalog_editor", cls.committee, cls.center),
            "hr": ("group_hr_logistics", cls.committee, cls.center),
            "reporter": ("group_agency_reporter", cls.agency, cls.center),
        }
        users = new_users(
            env,
            {
                f"tthc_{login}": {
                    "groups": f"tthc_base.{group}",
                    "tthc_center_id": center.id if center else False,
                    "tthc_agency_ids": [Command.set(agency.ids if agency else [])],
                }
                for login, (group, agency, center) in people.items()
            },
        )
        for login, user in zip(people, users, strict=True):
            setattr(cls, login, user)
        cls.clerk.tthc_counter_id = cls.counter

    @classmethod
    def intake(cls, version=None, owner="Nguyễn Văn Đức", **values):
        """What the counter screen sends for a complete dossier."""
        version = version or cls.version
        return {
            "version_id": version.id,
            "components": [
                {"id": paper.id, "original": 1} for paper in version.component_ids
            ],
            "owner": owner
            if isinstance(owner, dict)
            else {
                "name": owner,
                "identity": "075088001234",
                "phone": "0912 345 678",
                "address": "12 Nguyễn Ái Quốc",
            },
            **values,
        }

    @classmethod
    def receive(cls, moment=THURSDAY, **values):
        """Receive one dossier as the clerk at a moment (naive UTC)."""
        desk = cls.version.env["tthc.intake.desk"].with_user(cls.clerk)
        with frozen(moment):
            answer = desk.receive(cls.intake(**values))
        return cls.version.env["tthc.dossier"].browse(answer["id"])

    @classmethod
    def make_outage(cls, moment=THURSDAY, amount=5, **values):
        """A pack printed the day before a moment, and an outage around it.

        :param moment: naive UTC
        :return: the pack, as the manager of the center
        """
        env = cls.version.env
        hour = timedelta(hours=1)
        with frozen(moment - timedelta(days=1)):
            packs = env["tthc.receipt.pack"].with_user(cls.manager)
            pack = packs.create({"amount": amount})
            pack._note_print(pack.blank_ids)
        with frozen(moment + 2 * hour):
            env["tthc.outage"].with_user(cls.manager).create(
                {
                    "date_from": moment - hour,
                    "date_to": moment + hour,
                    "reason": "Mất điện",
                    **values,
                }
            )
        return pack

    @classmethod
    def receive_late(cls, number, received_at=THURSDAY, told_at=None, **values):
        """Enter one dossier as the clerk that was received on paper.

        :param received_at: hour on the paper, naive UTC
        :param told_at: when the clerk enters it; None the day after
        """
        desk = cls.version.env["tthc.intake.desk"].with_user(cls.clerk)
        intake = cls.intake(**values) | {"received_at": str(received_at)}
        with frozen(told_at or received_at + timedelta(days=1)):
            answer = desk.receive_late(intake, number)
        return cls.version.env["tthc.dossier"].browse(answer["id"])

    @classmethod
    def resolved(cls, moment=THURSDAY):
        """Receive, hand over and decide one dossier, an hour after another."""
        dossier = cls.receive(moment)
        hour = timedelta(hours=1)
        with frozen(moment + hour):
            dossier.with_user(cls.clerk).action_transfer()
        with frozen(moment + 2 * hour):
            dossier.with_user(cls.specialist).action_finish_step("granted")
        with frozen(moment + 3 * hour):
            dossier.with_user(cls.leader).action_resolve(number="12/GP")
        return dossier


class DossierCase(DossierData, TransactionCase):
    """Base of the tests that need no real commit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
