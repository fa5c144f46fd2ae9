from unittest.mock import patch

from passlib.context import CryptContext

from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.base.models.res_users import ResUsersPatchedInTest

#: Every role of the suite: key used by the tests → external id of its group.
ROLES = {
    "reception": "tthc_base.group_reception",
    "specialist": "tthc_base.group_specialist",
    "leader": "tthc_base.group_leader",
    "courier": "tthc_base.group_courier",
    "manager": "tthc_base.group_center_manager",
    "editor": "tthc_base.group_catalog_editor",
    "controller": "tthc_base.group_catalog_controller",
    "hr": "tthc_base.group_hr_logistics",
    "reporter": "tthc_base.group_agency_reporter",
    "coordinator": "tthc_base.group_rollout_coordinator",
    "inspector": "tthc_base.group_inspector",
    "admin": "tthc_base.group_admin",
}


def new_users(env, people):
    """Create users at once, as ``new_test_user`` of Odoo makes one.

    Hundreds of classes begin with a dozen of users: made one by one, invited by mail
    and welcomed by a to-do each, they took longer than the tests.

    :param env: superuser environment
    :param people: dict of login → values of ``res.users``, among them ``groups``, the
        external id of the group; the password is the login, filled up to 8 letters
    :return: list of the users, in the same order
    """
    values = [
        {
            "login": login,
            "name": f"{login} ({person['groups']})",
            "email": f"{login[0]}.{login[0]}@example.com",
            "password": login.ljust(8, "x"),
            **{name: value for name, value in person.items() if name != "groups"},
            "group_ids": [Command.set(env.ref(person["groups"]).ids)],
        }
        for login, person in people.items()
    ]
    users = env["res.users"].with_context(no_reset_password=True)
    # TransactionCase of Odoo hashes as fast; the tests of two at once are none. The
    # to-do is of an app of Odoo that may be there or not.
    fast = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=1)
    with (
        patch.object(ResUsersPatchedInTest, "_crypt_context", lambda self: fast),
        patch.object(
            env.registry["res.users"], "_generate_onboarding_todo", create=True
        ),
    ):
        made = users.create(values)
    # Each by itself: reading one must not read the others, too.
    return [env["res.users"].browse(user.id) for user in made]


def assert_reads_own_lines(case, record, name, user):
    """A rule over the lines of a record shows its reader the own ones only.

    :param case: the test
    :param record: record with lines of several people
    :param name: x2many field
    :param user: who may read the record and some of the lines
    """
    case.env.invalidate_all()
    lines = record.sudo()[name]
    own = lines.with_user(user).search([("id", "in", lines.ids)])
    case.assertTrue(0 < len(own) < len(lines))
    case.env.invalidate_all()
    seen = record.with_user(user).browse(record.id)
    seen.check_access("read")
    [values] = seen.web_read({name: {"fields": {"display_name": {}}}})
    case.assertEqual({line["id"] for line in values[name]}, set(own.ids))


class TthcOrganisation:
    """A small organisation made by hand: two centers, three agencies, every role.

    Mixed into a test class of Odoo; :meth:`_set_up_organisation` is called from its
    ``setUpClass``. Nothing is taken from the demo data.
    """

    @classmethod
    def _set_up_organisation(cls):
        """Create the agencies, centers, counters and one user a role."""
        agency = cls.env["tthc.agency"]
        cls.committee = agency.create(
            {"name": "UBND tỉnh Thử Nghiệm", "kind": "committee", "identifier": "H99"}
        )
        cls.justice, cls.building, cls.ward = agency.create(
            [
                {
                    "name": "Sở Tư pháp Thử Nghiệm",
                    "identifier": "H99.7",
                    "identifier_long": "000.00.07.H99",
                    "parent_id": cls.committee.id,
                },
                {
                    "name": "Sở Xây dựng Thử Nghiệm",
                    "identifier": "H99.8",
                    "parent_id": cls.committee.id,
                },
                {
                    "name": "UBND phường Thử Nghiệm",
                    "kind": "committee",
                    "level": "commune",
                    "identifier": "H99.100",
                    "parent_id": cls.committee.id,
                },
            ]
        )
        cls.center, cls.other_center = cls.env["tthc.center"].create(
            [
                {
                    "name": "Trung tâm Thử Nghiệm tỉnh",
                    "agency_id": cls.committee.id,
                    "place_name": "Thử Nghiệm",
                },
                {
                    "name": "Trung tâm Thử Nghiệm phường",
                    "level": "commune",
                    "agency_id": cls.ward.id,
                    "place_name": "Phường Thử Nghiệm",
                },
            ]
        )
        cls.counter, cls.other_counter = cls.env["tthc.counter"].create(
            [
                {
                    "code": "01",
                    "name": "Tư pháp",
                    "center_id": cls.center.id,
                    "agency_ids": [Command.set(cls.justice.ids)],
                },
                {
                    "code": "90",
                    "name": "Hộ tịch",
                    "center_id": cls.other_center.id,
                    "agency_ids": [Command.set(cls.ward.ids)],
                },
            ]
        )
        people = {f"test_{role}": cls._user_values(role) for role in ROLES}
        cls.users = dict(zip(ROLES, new_users(cls.env, people), strict=True))

    @classmethod
    def _new_user(cls, role, login=None, **values):
        """A user of a role who works for the justice department at the center.

        :param role: key of :data:`ROLES`
        :param login: ``test_<role>`` by default, which is the password, too
        :param values: further values of ``res.users``
        """
        login = login or f"test_{role}"
        (user,) = new_users(cls.env, {login: cls._user_values(role, **values)})
        return user

    @classmethod
    def _user_values(cls, role, **values):
        return {
            "groups": ROLES[role],
            "tthc_agency_ids": [Command.set(cls.justice.ids)],
            "tthc_center_id": cls.center.id,
            **values,
        }

    @classmethod
    def _load_center_of_2017(cls, agency_ids):
        """The center as it opened on 15 May 2017, one counter an agency.

        The dispatches name the agencies, no source says who sat at which of the 48
        counters: a counter each is the least that lets every agency receive.

        :param agency_ids: dict of name → id, as ``_load_agencies`` gives for 2017
        :return: the center
        """
        path = "tthc_base/data/seed/agencies.csv"
        (row,) = cls.env["tthc.seed"]._rows(path, vintage="2017", kind="center")
        center = cls.env["tthc.center"].create(
            {
                "name": row["name"],
                "short_name": row["short_name"],
                "agency_id": agency_ids["Văn phòng UBND tỉnh"],
                "place_name": row["province"],
                "address": row["address"],
                "phone": row["phone"],
                "source": row["source"],
            }
        )
        provincial = (
            cls.env["tthc.agency"]
            .browse(agency_ids.values())
            .filtered(lambda agency: agency.level == "province")
        )
        cls.env["tthc.counter"].create(
            [
                {
                    "code": f"{number:02d}",
                    "name": agency.display_name,
                    "center_id": center.id,
                    "agency_ids": [Command.set(agency.ids)],
                }
                for number, agency in enumerate(provincial, 1)
            ]
        )
        return center


class TthcCommon(TthcOrganisation, TransactionCase):
    """Base of the tests of the suite that need people and places."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
