import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useBoardFeed } from "./board_feed";

/** How long the hint of the keys stays, in milliseconds. */
const HINT = 15_000;
const TILES = ["received", "returned", "due_today", "late", "will_be_late", "waiting"];

/** The wall: figures that are read from five metres, and nothing about a person. */
export class WatchWall extends Component {
    static template = "tthc_report.WatchWall";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.feed = useBoardFeed().feed;
        this.screen = useState({ clock: "", hint: true });
        this.tick();
        onMounted(() => {
            this.clock = setInterval(() => this.tick(), 1000);
            this.hint = setTimeout(() => (this.screen.hint = false), HINT);
        });
        onWillUnmount(() => {
            clearInterval(this.clock);
            clearTimeout(this.hint);
        });
    }

    tick() {
        this.screen.clock = new Date().toLocaleTimeString("vi-VN", {
            hour: "2-digit",
            minute: "2-digit",
            timeZone: "Asia/Ho_Chi_Minh",
        });
    }

    get tiles() {
        return this.feed.board.tiles.filter((tile) => TILES.includes(tile.key));
    }

    leave() {
        return this.action.doAction("tthc_report.tthc_watch_action", { clearBreadcrumbs: true });
    }
}

registry.category("actions").add("tthc_wall", WatchWall);
