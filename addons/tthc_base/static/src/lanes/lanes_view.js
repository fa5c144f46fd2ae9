import { Component, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { KeepLast } from "@web/core/utils/concurrency";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { Model, useModel } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { ActionHelper } from "@web/views/action_helper";
import { standardViewProps } from "@web/views/standard_view_props";
import { LanesBoard } from "./lanes_board";
import { ZOOMS } from "./lanes_board_layout";

const ZOOM_KEY = "tthc_lanes_zoom";

export class LanesArchParser {
    parse(arch) {
        return {
            buttons: [...arch.querySelectorAll("button")].map((button) => ({
                name: button.getAttribute("name"),
                string: button.getAttribute("string"),
                icon: button.getAttribute("icon"),
            })),
        };
    }
}

/** One read: what the server says is to be drawn. */
export class LanesModel extends Model {
    setup(params) {
        this.resModel = params.resModel;
        this.keepLast = new KeepLast();
        this.drawing = null;
    }

    async load({ domain, groupBy, context }) {
        this.params = { domain, group_by: groupBy, context };
        const call = this.call("tthc_lanes");
        this.drawing = await this.keepLast.add(call);
        this.notify();
    }

    /** A method of the model, about what is shown. */
    call(method) {
        return this.orm.call(this.resModel, method, [], this.params);
    }
}

export class LanesController extends Component {
    static template = "tthc_base.LanesView";
    static components = { ActionHelper, CogMenu, LanesBoard, Layout, SearchBar };
    static props = { ...standardViewProps, Model: Function, archInfo: Object };

    setup() {
        this.action = useService("action");
        this.root = useRef("root");
        this.scroll = this.props.state?.scroll;
        const zoom = this.props.state?.zoom || browser.localStorage.getItem(ZOOM_KEY);
        this.state = useState({ zoom: zoom in ZOOMS ? zoom : "month" });
        this.model = useModel(this.props.Model, { resModel: this.props.resModel });
        useBus(this.model.bus, "update", () => this.render(true));
        useSetupAction({
            rootRef: this.root,
            getLocalState: () => ({ zoom: this.state.zoom, scroll: this.scroll }),
        });
        this.searchBarToggler = useSearchBarToggler();
    }

    get lanes() {
        return this.model.drawing.sections.flatMap((section) => section.lanes);
    }

    get barCount() {
        return this.lanes.reduce((sum, lane) => sum + lane.bars.length, 0);
    }

    setZoom(zoom) {
        this.state.zoom = zoom;
        browser.localStorage.setItem(ZOOM_KEY, zoom);
    }

    async openBar(id, scroll) {
        this.scroll = scroll;
        const activeIds = this.lanes.flatMap((lane) => lane.bars.map((bar) => bar.id));
        await this.props.selectRecord(id, { activeIds });
    }

    async run(button) {
        await this.action.doAction(await this.model.call(button.name));
    }
}

export const lanesView = {
    type: "tthc_lanes",
    ArchParser: LanesArchParser,
    Controller: LanesController,
    Model: LanesModel,
    searchMenuTypes: ["filter", "groupBy", "favorite"],
    props: (genericProps, view) => ({
        ...genericProps,
        archInfo: new view.ArchParser().parse(genericProps.arch),
        Model: view.Model,
    }),
};

registry.category("views").add("tthc_lanes", lanesView);
