from odoo import api, models
from odoo.fields import Domain

from ..tools.figure_text import number_text
from ..tools.score_layout import BY_DOSSIER, LEAD

NOT_YET = "chưa xếp"
IS_ONLINE = Domain("channel", "=", "online")
#: Points of the item “progress” of Decision 766/QĐ-TTg.
PROGRESS_POINTS = 20


class TthcScoreReckoning(models.AbstractModel):
    """What the tables of scores add to the points of the dossiers.

    Where an indicator can't be measured it is left out, and the table says so: no
    points are guessed. A bridge that knows more answers :meth:`_negative_feedback`,
    :meth:`_feedback_points` or :meth:`_publication_points`.
    """

    _name = "tthc.score.reckoning"
    _description = "Reckoning of scores"

    # -- hooks ----------------------------------------------------------------------

    @api.model
    def _negative_feedback(self, scope):
        """Dossiers with verified negative feedback on the attitude (indicator 7).

        A bridge to ratings overrides this.

        :param scope: ``Scope``
        :return: list of ids of ``tthc.dossier`` settled in the period; None where
            nobody collects ratings, so that the indicator is left out
        """
        return None

    @api.model
    def _feedback_points(self, scope, groups):
        """Points for answers to feedback and petitions (indicator 8).

        A bridge to petitions overrides this: full points for none or all answered in
        time, see the indicator's limits.

        :param scope: ``Scope``
        :param groups: tuples of the rows, such as ``(agency id,)``
        :return: dict group → points; a group that is left out has no data
        """
        return {}

    @api.model
    def _publication_points(self, scope, groups):
        """Points for the publication of procedures (indicator 6); as above.

        :return: dict group → points
        """
        return {}

    # -- Circular 01/2018 -----------------------------------------------------------

    @api.model
    def _score_figures(self, scope, figures):
        """Add indicators 5 to 9 and the sums to the points of the dossiers.

        :param figures: dict group → figures, “total” among them; changed in place
        :return: what the notes of the table say besides
        """
        scheme = self.env["tthc.score.scheme"]._at(scope.last)
        groups = [group for group in figures if group != "total"]
        if scope.by == "agency":
            for group in groups:
                for end in ("", "/sample"):
                    figures[group][f"shares{end}"] = figures[group][f"own_share{end}"]
        given = self._given_points(scheme, scope, groups)
        for group, values in figures.items():
            for code, points in given.items():
                if points.get(group) is not None:
                    values[code] = points[group]
            self._add_up(scheme, values, whole=group != "total")
        return {"missing": self._what_is_missing(scheme, figures)}

    @api.model
    def _given_points(self, scheme, scope, groups):
        """Points that are no mean of a field, by indicator and group."""
        laws = {law.code: law for law in scheme.indicator_ids}
        given = {
            "attitude": self._attitude_points(laws.get("attitude"), scope),
            "feedback": self._feedback_points(scope, groups),
            "publication": self._publication_points(scope, groups),
        }
        if scope.by == "agency":
            ids = [group[0] for group in groups]
            # sudo: levels of agencies are public
            agencies = self.env["tthc.agency"].sudo().browse(ids)
            given["desk"] = self._desk_points(laws.get("desk"), scope, agencies)
            given["online"] = self._online_points(laws.get("online"), scope, agencies)
        return given

    @api.model
    def _attitude_points(self, law, scope):
        """Full points early, the middle ones on time, none where feedback is negative.

        Late ones without negative feedback are not spoken of; they get the lowest.
        """
        negative = self._negative_feedback(scope)
        if negative is None or not law:
            return {}
        layout, _choices = self._layout("score")
        source = layout.sources["rows"]
        good = (*LEAD, ("dossier_id", "not in", negative))
        column = layout.columns[0]
        parts = (
            column._replace(key="high", domain=(*good, ("punctuality", "=", "early"))),
            column._replace(key="mid", domain=(*good, ("punctuality", "=", "on_time"))),
            column._replace(key="all", domain=LEAD),
        )
        found = self._figures(
            layout._replace(columns=parts, extra=()), "rows", source, scope
        )
        points = {}
        for group, counts in found.items():
            if not counts["all"]:
                continue
            rest = counts["all"] - counts["high"] - counts["mid"]
            sum_of_points = (
                counts["high"] * law.points_high
                + counts["mid"] * law.points_mid
                + rest * law.points_low
            )
            points[group] = round(sum_of_points / counts["all"], 1)
        return points

    @api.model
    def _desk_points(self, law, scope, agencies):
        """Whether all procedures are received at the center, and some settled there.

        Only what is settled on the spot is known to be done wholly at the desk: where
        that is too little for the full points, the truth may lie above, and nothing is
        told.
        """
        if not law:
            return {}
        facts = self._procedure_facts(scope)
        points = {}
        for agency in agencies:
            required, missing, here, on_the_spot = facts.get(agency.id, (0, 0, 0, 0))[
                :4
            ]
            if not required:
                continue
            if missing:
                points[(agency.id,)] = law.points_low
            elif here and 100 * on_the_spot >= law._limit_at(agency.level) * here:
                points[(agency.id,)] = law.points_high
        return points

    @api.model
    def _online_points(self, law, scope, agencies):
        """Online share of dossiers, lateness of those, share of online procedures."""
        if not law:
            return {}
        facts = self._procedure_facts(scope)
        shares = self._online_shares(scope)
        points = {}
        for agency in agencies:
            received, online, late = shares.get(agency.id, (0, 0, 0))
            if not received:
                continue
            share = 100 * online / received
            if late or share < law.limit_mid:
                points[(agency.id,)] = law.points_low
            elif share < law.limit_high:
                points[(agency.id,)] = law.points_mid
            else:
                full = self._is_online_enough(law, facts.get(agency.id))
                if full is not None:
                    points[(agency.id,)] = law._graded(full, True)
        return points

    @api.model
    def _is_online_enough(self, law, facts):
        """Whether the share of online procedures is reached; None where not known."""
        if not facts:
            return None
        total, known, unknown = facts[4:]
        if 100 * known >= law.limit_also * total:
            return True
        return None if 100 * (known + unknown) >= law.limit_also * total else False

    @api.model
    def _procedure_facts(self, scope):
        """Procedures in force on the last day, by agency, in two queries.

        :return: dict agency id → required, missing, received here, of these on the
            spot, in force, online, not known whether online
        """
        center = self.env["tthc.center"].browse(scope.center_id or [])
        # sudo: published procedures are public; the catalog's rights are its editors'
        facts = self.env["tthc.catalog.fact"].sudo()._as_of(scope.last, center)
        sums = ["required:sum", "missing:sum", "one_stop:sum", "total:sum"]
        online = ["online:sum", "online_unknown:sum"]
        on_the_spot = {
            agency.id: number
            for agency, number in facts._read_group(
                [("version_id.immediate", "=", True), ("one_stop", "=", 1)],
                ["agency_id"],
                ["__count"],
            )
        }
        return {
            agency.id: (required, missing, here, on_the_spot.get(agency.id, 0), *others)
            for agency, required, missing, here, *others in facts._read_group(
                [("agency_id", "!=", False)], ["agency_id"], [*sums, *online]
            )
        }

    @api.model
    def _online_shares(self, scope):
        """Dossiers received, received online, and settled late of the online ones."""
        spans = self.env["tthc.dossier.span"]
        shares = {}
        for at, domain in enumerate(
            (
                self._received_rows(scope),
                self._received_rows(scope) & IS_ONLINE,
                self._settled_rows(scope) & IS_ONLINE & self._spans(scope)["c10"],
            )
        ):
            if scope.center_id:
                domain &= Domain("center_id", "=", scope.center_id)
            for agency, number in spans._read_group(domain, ["agency_id"], ["__count"]):
                shares.setdefault(agency.id, [0, 0, 0])[at] = number
        return shares

    @api.model
    def _add_up(self, scheme, values, whole):
        """Sum of the indicators that are known, and the band where all are.

        :param values: figures of a row; changed in place
        :param whole: whether the row can have all indicators
        """
        known = {}
        for law in scheme.indicator_ids:
            points = values.get(law.code)
            if law.code in BY_DOSSIER and not values.get(f"{law.code}/sample"):
                points = None
            if points is not None:
                known[law] = round(float(points), 1)
        count = len(scheme.indicator_ids)
        values["known"] = f"{len(known)}/{count}"
        if not known:
            return
        values["sum"] = round(sum(known.values()), 1)
        values["most"] = sum(law.points_high for law in known)
        band = scheme._band("agency", values["sum"])
        complete = len(known) == count and whole
        values["band"] = band.name if complete else NOT_YET

    @api.model
    def _what_is_missing(self, scheme, figures):
        """Which indicators nobody has data for, in a sentence."""
        missing = [
            str(law.number)
            for law in scheme.indicator_ids
            if all(
                values.get(law.code) is None
                or (law.code in BY_DOSSIER and not values.get(f"{law.code}/sample"))
                for values in figures.values()
            )
        ]
        if not missing:
            return ""
        most = sum(
            law.points_high
            for law in scheme.indicator_ids
            if str(law.number) not in missing
        )
        count = len(scheme.indicator_ids)
        measured = f"{count - len(missing)} trên {count} chỉ số"
        return (
            f"Chưa có dữ liệu cho chỉ số {', '.join(missing)}: có {measured}, tối đa "
            f"{number_text(most)} điểm."
        )

    # -- Decision 766 ---------------------------------------------------------------

    @api.model
    def _decision_figures(self, _scope, figures):
        """Add the provisional points of progress (domain.md §6.4).

        :param figures: dict group → figures; changed in place
        """
        for values in figures.values():
            whole = (values.get("settled") or 0) + (values.get("open_late") or 0)
            if whole:
                part = PROGRESS_POINTS * (values.get("in_time") or 0) / whole
                values["points"] = round(part, 1)
        return {}
