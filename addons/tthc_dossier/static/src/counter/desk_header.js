import { Component, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { dayLabel } from "@tthc_base/moment/moment_label";

const { DateTime } = luxon;
const TICK = 5000;

/** Where the clerk sits, and the clock of the hall. */
export class DeskHeader extends Component {
    static template = "tthc_dossier.DeskHeader";
    static props = { center: String, counter: [String, Boolean] };

    setup() {
        this.state = useState({ clock: this.clock });
        const timer = browser.setInterval(() => (this.state.clock = this.clock), TICK);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    get clock() {
        const now = DateTime.now();
        return `${dayLabel(now)} ${now.toFormat("HH:mm")}`;
    }
}
