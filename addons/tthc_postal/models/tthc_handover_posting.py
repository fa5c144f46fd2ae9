from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_dossier.models.transition_table import INTAKE_STATES

from .handover_sides import OTHER


class TthcHandoverPosting(models.AbstractModel):
    """Dossiers that citizens send by post: the Post hands them over with minutes.

    The signed minutes start the clock of each (Decision 45/2016 Art 7.4).
    """

    _name = "tthc.handover.posting"
    _description = "Minutes with the citizens' post"

    @api.model
    def open_for_post(self, courier_id=None):
        """The sheet on which the Post hands citizens' dossiers over to a center.

        :param courier_id: id of the courier; None takes the user
        :return: dict as ``_sheet`` gives
        :raise UserError: for somebody who is no courier of the user's center
        """
        user = self.env.user
        courier = user if courier_id is None else self._couriers().browse(courier_id)
        if courier not in self._couriers():
            raise UserError(self.env._("Choose a courier of your center."))
        if courier != user:
            self._check_role("tthc_base.group_reception")
        return self._open(
            {
                "kind": "post",
                "center_id": user.tthc_center_id.id,
                "courier_id": courier.id,
                "counter_id": user.tthc_counter_id.id,
            }
        )._sheet()

    @api.model
    def post_choices(self):
        """Couriers from whom the user's center can take citizens' dossiers now.

        :return: list of dicts ``id``, ``name`` and ``count`` of the dossiers that wait
        """
        user = self.env.user
        # sudo: how many dossiers wait, not which
        dossiers = self.env["tthc.dossier"].sudo()
        count = dossiers.search_count(dossiers._posted_domain(user.tthc_center_id))
        if not count:
            return []
        couriers = self._couriers()
        if not user.has_group("tthc_base.group_reception"):
            couriers &= user
        return [
            {"id": courier.id, "name": courier.name, "count": count}
            for courier in couriers
        ]

    @api.model
    def _couriers(self):
        """The couriers of the user's center."""
        # sudo: names to choose from, whoever may list users
        center = self.env.user.tthc_center_id.sudo()
        return center.user_ids.filtered(
            lambda user: user.active and user.has_group("tthc_base.group_courier")
        ).with_env(self.env)

    def take_posted(self, scan_key, dossier_id, number=None):
        """Put the folder of a dossier that came by post on the sheet.

        :param scan_key: unique word of this request, made by the device
        :param dossier_id: id of a ``tthc.dossier`` that waits at this center
        :param number: number of its Phiếu gửi; needed where none is known yet
        :return: dict as ``_sheet`` gives
        :raise UserError: for a dossier that does not wait, or without a number
        """
        sheet = self._counting()
        if sheet.line_ids.filtered(lambda line: line.scan_key == scan_key):
            return self._sheet()
        dossier = sheet._posted().filtered(lambda row: row.id == dossier_id)
        if sheet.kind != "post" or not dossier:
            raise UserError(
                self.env._("This dossier does not wait for the minutes of the Post.")
            )
        dossier._begin_posted(sheet.courier_id, number)
        paper = dossier._posted_file()
        if paper not in sheet.line_ids.paper_id:
            sheet._add_line(paper, scan_key, expected=True)
        return self._sheet()

    def _posted(self):
        """Dossiers that wait at this center for the minutes of the Post."""
        dossiers = self.env["tthc.dossier"]
        return dossiers.search(
            dossiers._posted_domain(self.center_id), order="intake_due, id"
        )

    def _posted_rows(self, user):
        """What waits to be put on the sheet, with names for the center's staff only.

        :param user: who looks at the screen; a courier sees no names
        """
        if self.kind != "post" or self.state != "draft":
            return []
        if not self._may_stand_for(user, "b"):
            return []
        rows = self._posted().filtered(
            lambda row: row._posted_file() not in self.line_ids.paper_id
        )
        numbers = rows._consignment_numbers()
        return [
            {
                "id": row.id,
                "name": row.owner_name or "",
                "procedure": row.version_id.name,
                "number": numbers.get(row.id, ""),
            }
            for row in rows
        ]

    # -- the manifest -------------------------------------------------------------

    def _bound_by_post(self, side):
        """Domain of the papers that a side takes on a sheet with the citizens' post.

        :param side: “a” or “b”
        """
        if side == "a":
            return self._leaving_by_post()
        return Domain("goes_to_center_id", "=", self.center_id.id) & Domain(
            "dossier_id.state", "in", INTAKE_STATES
        )

    def _leaving_by_post(self):
        """Domain of the papers that the Post takes along from here to citizens.

        Nothing by itself: extended by what knows the citizens' parcels.
        """
        return Domain.FALSE

    # -- when both have signed ------------------------------------------------------

    def _start_clocks(self, moment):
        """The clock of what the Post handed over starts now.

        :param moment: of the second signature, naive UTC
        """
        from_post = self.line_ids.filtered(
            lambda line: (
                self._side_kind(line.from_side) == "courier"
                and self._side_kind(OTHER[line.from_side]) != "courier"
                and not line.only_counted
            )
        )
        dossiers = from_post.paper_id.dossier_id
        dossiers._take_post_minutes(moment, self.name)
