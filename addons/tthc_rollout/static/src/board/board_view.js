import { Component, onMounted, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { momentLabel } from "@tthc_base/moment/moment_label";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/** Days until the opening, and figures that each filter the list below. */
export class ReadinessBoardHead extends Component {
    static template = "tthc_rollout.ReadinessBoardHead";
    static props = { campaignId: Number };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ summary: null });
        useBus(this.env.searchModel, "update", () => this.load());
        // The list does not wait for its figures.
        onMounted(() => this.load());
    }

    async load() {
        this.state.summary = await this.orm.silent.call(
            "tthc.readiness.campaign",
            "board_summary",
            [[this.props.campaignId]]
        );
    }

    get dueAt() {
        return momentLabel(this.state.summary.due_at);
    }

    filterOf(tile) {
        return this.env.searchModel.getSearchItems((item) => item.name === tile.key)[0];
    }

    isShown(tile) {
        return Boolean(this.filterOf(tile)?.isActive);
    }

    /** Show the agencies that a figure counts, or all again. */
    toggle(tile) {
        const { searchModel } = this.env;
        const shown = this.isShown(tile);
        searchModel.clearQuery();
        if (!shown) {
            searchModel.toggleSearchItem(this.filterOf(tile).id);
        }
    }

    async open(campaign) {
        const action = await this.orm.call("tthc.readiness.campaign", "action_board", [
            [campaign.id],
        ]);
        await this.action.doAction(action, { stackPosition: "replaceCurrentAction" });
    }
}

export class ReadinessBoardRenderer extends ListRenderer {
    static template = "tthc_rollout.ReadinessBoardRenderer";
    static components = { ...ListRenderer.components, ReadinessBoardHead };

    get campaignId() {
        return this.props.list.context.readiness_campaign_id;
    }
}

registry.category("views").add("tthc_readiness_board", {
    ...listView,
    Renderer: ReadinessBoardRenderer,
});
