"""Every move of a citizen's parcel, in one table (design.md, rule 4).

``tthc_parcel_lifecycle.py`` moves parcels by it and by nothing else; the tests walk
every cell of it, and the README of the addon shows it.
"""

from dataclasses import dataclass

DESK = "tthc_base.group_reception"
COURIER = "tthc_base.group_courier"
MANAGER = "tthc_base.group_center_manager"

#: Who may read what a courier must not: what is inside and whose it is.
INSIDE = (
    "tthc_base.group_reception,tthc_base.group_specialist,"
    "tthc_base.group_center_manager,tthc_base.group_inspector"
)

PARCEL_STATES = [
    ("draft", "To be prepared"),
    ("ordered", "Waiting for the courier"),
    ("accepted", "With the courier"),
    ("under_way", "On the way"),
    ("failed", "Not reached"),
    ("returning", "Coming back"),
    ("delivered", "Delivered"),
    ("returned", "Back at the center"),
    ("cancelled", "Cancelled"),
    ("lost", "Lost"),
]
#: States that a parcel leaves again.
OPEN_PARCEL = ("draft", "ordered", "accepted", "under_way", "failed", "returning")
#: Nothing has left the sender yet.
WAITING_PARCEL = ("draft", "ordered")
#: The Post has it.
OUT_PARCEL = ("accepted", "under_way", "failed", "returning")
DIRECTIONS = [("pickup", "Pick-up of a dossier"), ("delivery", "Delivery of a result")]


@dataclass(frozen=True, slots=True)
class ParcelMove:
    """One row of the table.

    ``directions``: in which the move exists; ``roles``: external ids of groups, one
    of which is needed; ``kind``: entry in the log of the dossier, none where the log
    of the dossier has one of its own.
    """

    action: str
    origins: tuple
    target: str
    roles: tuple
    directions: tuple = ("pickup", "delivery")
    ground: str = ""


PARCEL_MOVES = {
    row.action: row
    for row in (
        ParcelMove("order", ("draft",), "ordered", (DESK,)),
        ParcelMove(
            "accept",
            ("ordered",),
            "accepted",
            (COURIER, DESK),
            ("delivery",),
            "QĐ 45/2016/QĐ-TTg Điều 9",
        ),
        ParcelMove(
            "collect",
            ("ordered", "failed"),
            "accepted",
            (COURIER, DESK),
            ("pickup",),
            "QĐ 45/2016/QĐ-TTg Điều 6",
        ),
        ParcelMove("depart", ("accepted",), "under_way", (COURIER, DESK)),
        ParcelMove(
            "fail",
            ("accepted", "under_way", "failed"),
            "failed",
            (COURIER, DESK),
            ("delivery",),
            "TT 17/2017/TT-BTTTT Điều 5.2.h",
        ),
        ParcelMove(
            "miss", ("ordered", "failed"), "failed", (COURIER, DESK), ("pickup",)
        ),
        ParcelMove(
            "deliver",
            ("accepted", "under_way", "failed"),
            "delivered",
            (COURIER, DESK),
            ("delivery",),
            "QĐ 45/2016/QĐ-TTg Điều 10",
        ),
        ParcelMove(
            "arrive",
            ("accepted", "under_way"),
            "delivered",
            (DESK,),
            ("pickup",),
            "QĐ 45/2016/QĐ-TTg Điều 7",
        ),
        ParcelMove(
            "send_back",
            ("failed",),
            "returning",
            (COURIER, DESK),
            ("delivery",),
            "TT 17/2017/TT-BTTTT Điều 5.2.h",
        ),
        ParcelMove(
            "recall",
            ("accepted", "under_way", "failed"),
            "returning",
            (DESK, MANAGER),
            ("delivery",),
        ),
        ParcelMove(
            "take_back",
            ("returning",),
            "returned",
            (DESK,),
            ("delivery",),
            "TT 17/2017/TT-BTTTT Điều 5.2.h",
        ),
        ParcelMove("cancel", ("draft", "ordered"), "cancelled", (DESK, MANAGER)),
        ParcelMove("give_up", ("failed",), "cancelled", (DESK, MANAGER), ("pickup",)),
        ParcelMove(
            "lose",
            ("accepted", "under_way", "failed", "returning"),
            "lost",
            (MANAGER,),
            ground="QĐ 45/2016/QĐ-TTg Điều 14",
        ),
    )
}
