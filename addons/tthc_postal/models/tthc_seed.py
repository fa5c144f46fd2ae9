from odoo import Command, api, models

#: The two runs a day of the dispatch of March 2017 (data/postal.csv, courier_round);
#: the stops of the demo and their hours are invented.
RUNS = (
    ("T1-10H", "Tuyến 1, 10 giờ (demo)", 10.0),
    ("T1-15H", "Tuyến 1, 15 giờ (demo)", 15.0),
)
FIRST_STOP = 0.25
BETWEEN = 0.2
LOADING = 0.25
DOSSIERS = 6


class TthcSeed(models.AbstractModel):
    _inherit = "tthc.seed"

    @api.model
    def _load_postal_demo(self):
        """Two routes over the agencies of the demo center, and folders to carry."""
        clerk, courier, specialist = (
            self.env.ref(f"tthc_base.user_demo_{name}")
            for name in ("clerk", "courier", "specialist")
        )
        center = clerk.tthc_center_id
        center.custody_from = center._today()
        stops = center.agency_ids - center.agency_id
        routes = self.env["tthc.courier.route"].create(
            [
                self._demo_route(code, name, hour, center, courier, stops)
                for code, name, hour in RUNS
            ]
        )
        routes.stop_ids.filtered(
            lambda stop: stop.agency_id in specialist.tthc_agency_ids
        ).contact_ids = specialist
        calendar = center.resource_calendar_id
        day = calendar.tthc_working_day_from(center._today())
        routes._make_rounds(day)
        versions = self._demo_versions(clerk)
        if not versions:
            return
        desk = self.env["tthc.intake.desk"].with_user(clerk)
        for number in range(101, 101 + DOSSIERS):
            version = versions[number % len(versions)]
            desk.receive(self._demo_intake(number, version))

    @api.model
    def _demo_route(self, code, name, hour, center, courier, agencies):
        return {
            "code": code,
            "name": name,
            "center_id": center.id,
            "courier_id": courier.id,
            "departure": hour,
            "loading_cutoff": hour - LOADING,
            "return_at": hour + FIRST_STOP + BETWEEN * (len(agencies) + 1),
            "valid_from": center._today(),
            "stop_ids": [
                Command.create(
                    {
                        "sequence": index,
                        "agency_id": agency.id,
                        "arrival": hour + FIRST_STOP + BETWEEN * index,
                    }
                )
                for index, agency in enumerate(agencies)
            ],
        }
