from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.table_layout import NO_DATA
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_readiness_person import TOLD


class TthcReadinessReportFilling(models.AbstractModel):
    """Fills a report with what the system knows and with what was filed last time.

    All reports of a campaign at once: the number of queries does not grow with them.
    """

    _name = "tthc.readiness.report.filling"
    _description = "Filling in of a readiness report"

    def action_refresh(self):
        """Take over what changed in the system; what the agency corrected stays.

        :raise UserError: when the report has left the agency's desk
        """
        self.check_access("write")
        self._check_editable()
        self._fill()

    def _fill(self):
        """Fill in sections I and II, and take the plan over."""
        if not self:
            return
        # sudo: what the system knows of the own agency, whoever reports for it
        reports = self.sudo()._moving()
        reports._set_previous()
        reports._fill_people()
        reports._fill_counts()
        reports._fill_visits()
        reports._take_plan()
        reports.write({"filled_at": clock.now()})
        self.invalidate_recordset()

    def _set_previous(self):
        """Find the report that each agency filed last for the center."""
        new = self.filtered(lambda report: not report.previous_id)
        found = self.search(
            Domain("agency_id", "in", new.agency_id.ids)
            & Domain("center_id", "in", new.center_id.ids)
            & Domain("first_filed_at", "!=", False)
            & Domain("id", "not in", new.ids),
            order="first_filed_at, id",
        )
        last = {(row.agency_id.id, row.center_id.id): row for row in found}
        for report in new:
            report.previous_id = last.get((report.agency_id.id, report.center_id.id))

    # -- section I ------------------------------------------------------------------

    def _live_people(self):
        """The assignments that each report is about.

        :return: dict of report → ``tthc.assignment``
        """
        assignments = self.env["tthc.assignment"]
        found = assignments.search(
            assignments._readiness_domain(clock.today(VIETNAM))
            & Domain("agency_id", "in", self.agency_id.ids)
            & Domain("center_id", "in", self.center_id.ids)
        )
        groups = found.grouped(lambda row: (row.agency_id.id, row.center_id.id))
        return {
            report: groups.get((report.agency_id.id, report.center_id.id), assignments)
            for report in self
        }

    def _fill_people(self):
        people = self.env["tthc.readiness.person"]
        live = self._live_people()
        system = people.env["tthc.assignment"].union(*live.values())._readiness_values()
        new, gone = [], people
        for report, assignments in live.items():
            known = report.person_ids.grouped("assignment_id")
            for person in report.person_ids.filtered("assignment_id"):
                if person.assignment_id in assignments:
                    person._take_system(system[person.assignment_id.id])
                elif not person.is_corrected:
                    gone |= person
            new += [
                {
                    "report_id": report.id,
                    "assignment_id": row.id,
                    "role": row.role,
                    **report._person_values(row, system[row.id]),
                }
                for row in assignments
                if row not in known
            ]
            new += report._typed_before()
        gone.unlink()
        people.create(new)

    def _person_values(self, assignment, system):
        """Values of a row: the system's word, or what was corrected last time.

        :param assignment: one ``tthc.assignment``
        :param system: dict of field → text
        """
        self.ensure_one()
        values = {name: system[name] for name in TOLD}
        if assignment.role != "main":
            values["size"] = False
        before = self.previous_id.person_ids.filtered(
            lambda row: (
                row.assignment_id == assignment
                and row.is_corrected
                and row.system == system
            )
        )[:1]
        if before:
            values.update({name: before[name] for name in (*TOLD, "remark")})
        return {**values, "system": system}

    def _typed_before(self):
        """People whom the agency typed in last time and who are not assigned yet."""
        self.ensure_one()
        if self.filled_at:
            return []
        return [
            {
                "report_id": self.id,
                "role": row.role,
                **{name: row[name] for name in (*TOLD, "remark")},
            }
            for row in self.previous_id.person_ids
            if not row.assignment_id
        ]

    # -- section II -----------------------------------------------------------------

    def _live_counts(self):
        """Section II as the catalog has it today.

        :return: dict of report → list of dicts: rows of
            ``tthc.catalog.count._section_two`` with ``number``
        """
        day = clock.today(VIETNAM)
        # sudo: the figures of the own agency, whoever reports for it
        count = self.env["tthc.catalog.count"].sudo()
        found = {}
        # sudo: as above
        groups = self.sudo().grouped(
            lambda row: (row.campaign_id.count_scope, row.center_id)
        )
        for (scope, center), reports in groups.items():
            place = center if scope == "center" else None
            sections = count._sections_two(reports.agency_id, day, place)
            for report in reports:
                found[report.with_env(self.env)] = [
                    self._live_count(row) for row in sections[report.agency_id]
                ]
        return found

    @api.model
    def _live_count(self, row):
        """A row of the catalog, empty where it knows nothing.

        :param row: see ``tthc.catalog.count._section_two``
        """
        value = row["value"]
        return {
            **row,
            "number": False if value is None else str(value),
            "partners": "" if row["partners"] == NO_DATA else row["partners"],
        }

    def _fill_counts(self):
        new = []
        for report, sections in self._live_counts().items():
            known = {row.key: row for row in report.count_ids}
            for place, section in enumerate(sections):
                system = {
                    "system_number": section["number"],
                    "system_text": section["text"],
                    "system_partners": section["partners"],
                }
                row = known.get(section["key"])
                if row:
                    row._take_system(system)
                else:
                    new.append(
                        {
                            "report_id": report.id,
                            "key": section["key"],
                            "sequence": place,
                            **system,
                            **report._count_values(section),
                        }
                    )
        self.env["tthc.readiness.count"].create(new)

    def _count_values(self, section):
        """The agency's word on a row: the catalog's, or what was corrected last time.

        :param section: dict, see :meth:`_live_counts`
        """
        self.ensure_one()
        before = self.previous_id.count_ids.filtered(
            lambda row: (
                row.key == section["key"]
                and row.is_corrected
                and (row.system_number or False) == section["number"]
            )
        )[:1]
        if before:
            return {name: before[name] for name in ("number", "partners", "remark")}
        return {"number": section["number"], "partners": section["partners"]}

    def _fill_visits(self):
        visits = self.env["tthc.readiness.visit"]
        stops = self._live_stops()
        new, gone = [], visits
        for report in self:
            live = stops.get((report.agency_id.id, report.center_id.id), {})
            for visit in report.visit_ids.filtered("stop_id"):
                if visit.stop_id in live:
                    visit._take_system({"system_hour": visit.stop_id.arrival})
                elif not visit.is_corrected:
                    gone |= visit
            new += [
                {
                    "report_id": report.id,
                    "stop_id": stop.id,
                    "name": stop.route_id.display_name,
                    "hour": stop.arrival,
                    "system_hour": stop.arrival,
                }
                for stop in live
                if stop not in report.visit_ids.stop_id
            ]
        gone.unlink()
        visits.create(new)

    def _live_stops(self):
        """Stops at the agencies on the routes of the centers that are valid by then.

        :return: dict of (agency id, center id) → ``tthc.courier.stop``
        """
        days = [day for day in self.mapped("opening_day") if day]
        day = max([clock.today(VIETNAM), *days[:1]])
        stops = self.env["tthc.courier.stop"].search(
            Domain("agency_id", "in", self.agency_id.ids)
            & Domain("route_id.center_id", "in", self.center_id.ids)
            & Domain("route_id.active", "=", True)
            & Domain("route_id", "any", self.env["tthc.courier.route"]._at(day)),
            order="arrival, id",
        )
        return stops.grouped(lambda row: (row.agency_id.id, row.route_id.center_id.id))

    # -- section III ------------------------------------------------------------------

    def _take_plan(self):
        """Let the lines of the agency's plan stand in these reports.

        A plan goes on from campaign to campaign; what was filed is kept by filings.
        """
        tasks = self.env["project.task"]
        tasks.flush_model(["tthc_report_id", "tthc_agency_id", "tthc_center_id"])
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                UPDATE project_task t
                   SET tthc_report_id = r.id
                  FROM tthc_readiness_report r
                 WHERE r.id IN %s
                   AND t.tthc_agency_id = r.agency_id
                   AND t.tthc_center_id = r.center_id
                   AND t.tthc_report_id IS DISTINCT FROM r.id
                """,
                tuple(self.ids) or (0,),
            )
        )
        tasks.invalidate_model(["tthc_report_id"])
        self.invalidate_recordset(["plan_ids"])
