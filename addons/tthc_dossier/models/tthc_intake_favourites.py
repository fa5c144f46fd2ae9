from odoo import api, models
from odoo.fields import Domain

#: As many as there are digits.
FAVOURITES = 10


class TthcIntakeFavourites(models.AbstractModel):
    """The row of procedures that a clerk takes by a digit."""

    _name = "tthc.intake.favourites"
    _description = "Favourites of the counter screen"

    @api.model
    def favourites(self):
        """The clerk's stars, then what this counter receives most.

        A counter that has received less than ten kinds is filled up with what its
        agencies' procedures are received most at the center.

        :return: list of at most ten dicts as ``search_procedures`` gives, each with
            ``pinned``
        """
        user = self._clerk()
        center = user.tthc_center_id
        pins = self._pins(user)
        versions = self.env["tthc.procedure.version"]._favourites(
            center, user.tthc_counter_id, pins, center._today(), FAVOURITES
        )
        pinned = pins.procedure_id
        return [
            {**row, "pinned": version.procedure_id in pinned}
            for version, row in zip(
                versions, self._offers(versions, center), strict=True
            )
        ]

    @api.model
    def pin(self, version_id, pinned):
        """Set or take away the clerk's own star.

        :param version_id: id of a version in force; its procedure gets the star
        :param pinned: bool
        """
        user = self._clerk()
        procedure = self._version(version_id).procedure_id
        pin = self._pins(user).filtered(lambda row: row.procedure_id == procedure)
        if not pinned:
            pin.unlink()
        elif not pin:
            pin.create({"user_id": user.id, "procedure_id": procedure.id})

    @api.model
    def _pins(self, user):
        # sudo: the rows of the calling user, who has no other way to them
        pins = self.env["tthc.procedure.pin"].sudo()
        return pins.search(Domain("user_id", "=", user.id), order="id")

    @api.model
    def _offers(self, versions, center):
        """What the screen shows of procedures to choose from.

        :param versions: ``tthc.procedure.version``
        :param center: ``tthc.center`` that would receive
        :return: list of dicts ``id``, ``code``, ``name``, ``agency``, ``limit``
            and ``fee``
        """
        return [
            {
                "id": version.id,
                "code": version.code,
                "name": version.name,
                "agency": version._lead_agency(center).display_name,
                "limit": version._limit_label(),
                "fee": version._fee_label(),
            }
            for version in versions
        ]
