import { Component, onWillStart, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { RosterCell } from "./roster_cell";
import { addDays, shortDay } from "./roster_days";

const { DateTime } = luxon;

/**
 * The roster of a center: counters by half-days, holes in red (screens.md, the grid).
 *
 * The page keeps nothing: each change goes to the server, which answers with the week.
 */
export class RosterAction extends Component {
    static template = "tthc_center_hr.RosterAction";
    static components = { Layout, RosterCell };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.state = useState({
            centers: [],
            centerId: null,
            week: null,
            isBusy: false,
        });
        onWillStart(async () => {
            this.state.centers = await this.orm.call("tthc.center", "roster_centers", []);
            const { active_center_id, day } = this.props.action.context || {};
            this.state.centerId = active_center_id || this.state.centers[0]?.id;
            const today = DateTime.now().setZone("Asia/Ho_Chi_Minh").toISODate();
            await this.load(day || today);
        });
    }

    get week() {
        return this.state.week;
    }

    get title() {
        return _t("Roster from %(first)s to %(last)s", {
            first: shortDay(this.week.monday),
            last: shortDay(addDays(this.week.monday, 6)),
        });
    }

    get openGaps() {
        return this.week.gaps.filter((gap) => gap.date >= this.week.today);
    }

    get proposedCount() {
        return this.openGaps.filter((gap) => gap.proposal_id).length;
    }

    halfLabel(half) {
        return half === "am" ? _t("morning") : _t("afternoon");
    }

    isPast(day) {
        return day < this.week.today;
    }

    async load(day) {
        if (!this.state.centerId) {
            return;
        }
        this.state.week = await this.orm.call("tthc.center", "roster_week", [
            [this.state.centerId],
            day,
        ]);
    }

    async selectCenter(ev) {
        this.state.centerId = Number(ev.target.value);
        await this.load(this.week.monday);
    }

    async move(days) {
        await this.load(addDays(this.week.monday, days));
    }

    async thisWeek() {
        await this.load(this.week.today);
    }

    /** Do something on the server, then show the week as it is there. */
    async change(method, args, message) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            const answer = await this.orm.call("tthc.center", method, [
                [this.state.centerId],
                ...args,
            ]);
            if (message) {
                this.notification.add(message(answer), { type: "success" });
            }
        } finally {
            this.state.isBusy = false;
            await this.load(this.week.monday);
        }
    }

    async fill() {
        await this.change("roster_fill", [this.week.monday], (count) =>
            _t("%s half-days planned.", count)
        );
    }

    cover() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Plan the proposed substitutes"),
            body: _t("%s half-days get the person proposed.", this.proposedCount),
            confirmLabel: _t("Plan them"),
            confirm: () =>
                this.change("roster_cover", [this.week.monday], (count) =>
                    _t("%s half-days covered.", count)
                ),
            cancelLabel: _t("Not now"),
            cancel: () => {},
        });
    }

    /** Who could serve a counter on a half-day, the best first. */
    loadCandidates(counterId, day, half) {
        return this.orm.call("tthc.center", "roster_candidates", [
            [this.state.centerId],
            counterId,
            day,
            half,
        ]);
    }

    async put(counterId, day, half, assignmentId) {
        await this.change("roster_put", [counterId, day, half, assignmentId]);
    }

    async takeOut(shiftId) {
        await this.change("roster_take_out", [[shiftId]]);
    }

    async print() {
        await this.action.doAction(
            await this.orm.call("tthc.center", "roster_print", [
                [this.state.centerId],
                this.week.monday,
            ])
        );
    }

    async openAbsences() {
        await this.action.doAction("tthc_center_hr.tthc_absence_action");
    }
}

registry.category("actions").add("tthc_roster", RosterAction);
