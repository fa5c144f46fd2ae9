import { Component } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/**
 * The last part of a screen's address that is a name: not a record's number.
 *
 * @param {string} pathname such as “/odoo/ho-so/12”
 */
export function screenOf(pathname) {
    const parts = pathname.split("/").filter((part) => part && !/^(\d+|new|odoo)$/.test(part));
    return parts.at(-1) || "";
}

/** The question mark beside the user's name: the guide of the screen one is at. */
export class GuideButton extends Component {
    static template = "tthc_base.GuideButton";
    static props = {};

    open() {
        const screen = encodeURIComponent(screenOf(browser.location.pathname));
        browser.open(`/huong-dan?screen=${screen}`, "tthc_guide");
    }
}

registry
    .category("systray")
    .add("tthc_base.guide", { Component: GuideButton }, { sequence: 3 });
