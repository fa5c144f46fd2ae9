"""The invented province that generated dossiers live in, made by the ORM.

One provincial center with twenty departments, forty communes with a center each, 150
procedures with their papers and internal steps, and the people who work there. No
demo data is read, no real body is named.
"""

from dataclasses import dataclass, field

from odoo import Command

DEPARTMENTS = 20
COMMUNES = 40
PROCEDURES_PER_DEPARTMENT = 6
COMMUNE_PROCEDURES = 30
PROVINCIAL_CLERKS = 12
SPECIALISTS = 3

#: Limits in turn: the mix of a published catalog, short ones most.
LIMITS = (
    (5, "working_day"),
    (3, "working_day"),
    (0, "same_day"),
    (10, "working_day"),
    (1, "working_day"),
    (15, "working_day"),
    (7, "working_day"),
    (20, "working_day"),
    (2, "working_day"),
    (30, "day"),
    (30, "working_day"),
    (1, "month"),
    (0, False),
)


#: Attributes of a world that are one recordset, and those that are people by place.
SETS = {
    "committee": "tthc.agency",
    "center": "tthc.center",
    "centers": "tthc.center",
    "departments": "tthc.agency",
    "communes": "tthc.agency",
    "versions": "tthc.procedure.version",
    "commune_versions": "tthc.procedure.version",
}
PEOPLE = {
    "clerks": "tthc.center",
    "specialists": "tthc.agency",
    "leaders": "tthc.agency",
}


@dataclass
class World:
    """What the generator spreads dossiers over."""

    committee: object = None
    center: object = None
    centers: object = None
    departments: object = None
    communes: object = None
    versions: object = None
    commune_versions: object = None
    clerks: dict = field(default_factory=dict)
    specialists: dict = field(default_factory=dict)
    leaders: dict = field(default_factory=dict)

    def as_ids(self):
        """The world as JSON values, to be found again by :meth:`of_ids`."""
        plain = {name: getattr(self, name).ids for name in SETS}
        keyed = {
            name: [[key.id, people.ids] for key, people in getattr(self, name).items()]
            for name in PEOPLE
        }
        return plain | keyed

    @classmethod
    def of_ids(cls, env, ids):
        """The world that :meth:`as_ids` told of, in another environment."""
        plain = {name: env[model].browse(ids[name]) for name, model in SETS.items()}
        keyed = {
            name: {
                env[model].browse(key): env["res.users"].browse(people)
                for key, people in ids[name]
            }
            for name, model in PEOPLE.items()
        }
        return cls(**plain, **keyed)


def make_world(env):
    """Create agencies, centers, procedures and people.

    :param env: superuser environment
    :return: :class:`World`
    """
    world = World()
    _make_agencies(env, world)
    _make_centers(env, world)
    _make_procedures(env, world)
    _make_people(env, world)
    return world


def _make_agencies(env, world):
    agencies = env["tthc.agency"]
    committee = agencies.create(
        {
            "name": "UBND tỉnh Đo thử",
            "kind": "committee",
            "identifier": "H98",
            "identifier_long": "000.00.00.H98",
        }
    )

    def row(number, name, **values):
        return {
            "name": f"{name} {number:02d}",
            "identifier": f"H98.{number}",
            "identifier_long": f"000.00.{number:02d}.H98",
            "parent_id": committee.id,
            **values,
        }

    world.departments = agencies.create(
        [row(number, "Sở Đo thử") for number in range(1, DEPARTMENTS + 1)]
    )
    world.communes = agencies.create(
        [
            row(100 + number, "UBND xã Đo thử", kind="committee", level="commune")
            for number in range(1, COMMUNES + 1)
        ]
    )
    world.committee = committee


def _make_centers(env, world):
    centers = env["tthc.center"]
    world.center = centers.create(
        {
            "name": "Trung tâm đo thử tỉnh",
            "agency_id": world.committee.id,
            "place_name": "Đo thử",
            # The result is due at the center on the citizen's date itself.
            "result_lead_hours": 0,
        }
    )
    commune_centers = centers.create(
        [
            {
                "name": f"Trung tâm {commune.name}",
                "agency_id": commune.id,
                "level": "commune",
                "place_name": "Đo thử",
                "result_lead_hours": 0,
            }
            for commune in world.communes
        ]
    )
    world.centers = world.center | commune_centers
    env["tthc.counter"].create(
        [
            *(
                {
                    "code": f"{number:02d}",
                    "name": f"Quầy {agency.name}",
                    "center_id": world.center.id,
                    "agency_ids": [Command.set(agency.ids)],
                }
                for number, agency in enumerate(world.departments, start=1)
            ),
            *(
                {
                    "code": "01",
                    "name": "Quầy chung",
                    "center_id": center.id,
                    "agency_ids": [Command.set(center.agency_id.ids)],
                }
                for center in commune_centers
            ),
        ]
    )


def _make_procedures(env, world):
    sectors = env["tthc.sector"].create(
        [
            {"name": f"Lĩnh vực đo thử {number:02d}", "code": f"DT{number:02d}"}
            for number in range(DEPARTMENTS + 6)
        ]
    )
    rows = [
        (department.id, sectors[number].id, world.center)
        for number, department in enumerate(world.departments)
        for _turn in range(PROCEDURES_PER_DEPARTMENT)
    ] + [
        (False, sectors[DEPARTMENTS + turn % 6].id, world.centers - world.center)
        for turn in range(COMMUNE_PROCEDURES)
    ]
    procedures = env["tthc.procedure"].create(
        [
            {
                "code": f"9.{number:06d}",
                "admission_ids": [
                    Command.create({"center_id": center.id}) for center in centers
                ],
            }
            for number, (_agency, _sector, centers) in enumerate(rows)
        ]
    )
    versions = env["tthc.procedure.version"].create(
        [
            _version_values(world, number, procedure, agency, sector)
            for number, (procedure, (agency, sector, _centers)) in enumerate(
                zip(procedures, rows, strict=True)
            )
        ]
    )
    versions.action_propose()
    versions.action_approve()
    world.commune_versions = versions.filtered("at_center_body")
    world.versions = versions - world.commune_versions


def _version_values(world, number, procedure, agency, sector):
    value, unit = LIMITS[number % len(LIMITS)]
    return {
        "procedure_id": procedure.id,
        "name": f"Thủ tục đo thử số {number:03d}",
        "agency_id": agency,
        "at_center_body": not agency,
        "sector_id": sector,
        "valid_from": "2015-01-01",
        "limit_value": value,
        "limit_unit": unit,
        "no_legal_limit": not unit,
        "fee_known": True,
        "fee_amount": 25_000 * (number % 5),
        "component_ids": [
            Command.create(
                {"sequence": turn, "name": f"Giấy tờ {turn}", "original_count": 1}
            )
            for turn in range(1, 2 + number % 6)
        ],
        "step_ids": [
            Command.create(step) for step in _step_values(world, number, value, unit)
        ],
    }


def _step_values(world, number, value, unit):
    """Two to four steps; one procedure in four asks another agency in between."""
    steps = [
        {"name": "Thẩm định", "role": "specialist"},
        {"name": "Quyết định", "role": "leader"},
    ]
    if number % 2:
        steps.insert(1, {"name": "Thẩm tra", "role": "specialist"})
    if number % 4 == 3:
        other = world.departments[(number + 7) % DEPARTMENTS]
        steps.insert(
            1, {"name": "Phối hợp", "role": "specialist", "agency_id": other.id}
        )
    if unit == "working_day" and value >= 5:
        steps[0].update(limit_value=value // 5, limit_unit="working_day")
    return [{"sequence": 10 * turn, **step} for turn, step in enumerate(steps, start=1)]


def _make_people(env, world):
    people = [
        (f"bench_clerk_{center.id}_{turn}", "group_reception", center.agency_id, center)
        for center in world.centers
        for turn in range(PROVINCIAL_CLERKS if center == world.center else 1)
    ]
    for agency in world.departments | world.communes:
        people += [
            (f"bench_specialist_{agency.id}_{turn}", "group_specialist", agency, None)
            for turn in range(SPECIALISTS)
        ]
        people.append((f"bench_leader_{agency.id}", "group_leader", agency, None))
    users = (
        env["res.users"]
        .with_context(no_reset_password=True, tracking_disable=True)
        .create(
            [
                {
                    "name": f"{login} (đo thử)",
                    "login": login,
                    "group_ids": [Command.set(env.ref(f"tthc_base.{group}").ids)],
                    "tthc_agency_ids": [Command.set(agency.ids)],
                    "tthc_center_id": center.id if center else False,
                }
                for login, group, agency, center in people
            ]
        )
    )
    for user, (_login, group, agency, center) in zip(users, people, strict=True):
        if group == "group_reception":
            world.clerks[center] = world.clerks.get(center, users.browse()) | user
        elif group == "group_leader":
            world.leaders[agency] = user
        else:
            world.specialists[agency] = (
                world.specialists.get(agency, users.browse()) | user
            )
