import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useBoardFeed } from "./board_feed";

/** The manager's morning: each figure opens its list. */
export class WatchBoard extends Component {
    static template = "tthc_report.WatchBoard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        const { feed, askNow } = useBoardFeed();
        this.feed = feed;
        this.askNow = askNow;
    }

    get highest() {
        return Math.max(1, ...this.feed.board.weeks.map((w) => Math.max(w.received, w.settled)));
    }

    height(count) {
        return `height: ${(100 * count) / this.highest}%`;
    }

    openTile(tile) {
        return tile.model === "tthc.risk"
            ? this.openRisk()
            : this.openDossiers(tile.label, tile.domain);
    }

    async openRisk(agency) {
        const action = await this.action.loadAction("tthc_report.tthc_risk_action");
        const context = { search_default_will_be_late: 1 };
        if (agency) {
            context.search_default_agency_id = agency.id;
        }
        return this.action.doAction({ ...action, context });
    }

    openLate(agency) {
        return this.openDossiers(_t("Late: %s", agency.name), agency.late_domain);
    }

    openDossiers(name, domain) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "tthc.dossier",
            domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }

    openRounds() {
        return this.action.doAction("tthc_postal.tthc_courier_round_today_action");
    }
}

registry.category("actions").add("tthc_watch", WatchBoard);
