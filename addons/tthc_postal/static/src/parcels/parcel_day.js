import { Component, onWillStart, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { DeliverPanel } from "./deliver_panel";

/** The courier's parcels of today, for one thumb. */
export class ParcelDay extends Component {
    static template = "tthc_postal.ParcelDay";
    static components = { DeliverPanel };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({ parcels: [], done: 0, openId: 0, panel: "", fault: "", busy: false });
        onWillStart(() => this.load());
    }

    get open() {
        return this.state.parcels.find((parcel) => parcel.id === this.state.openId);
    }

    get toGo() {
        return this.state.parcels.filter((parcel) => !parcel.later);
    }

    get later() {
        return this.state.parcels.filter((parcel) => parcel.later);
    }

    async load() {
        const { parcels, done } = await this.orm.call("tthc.parcel", "courier_day", []);
        Object.assign(this.state, { parcels, done });
    }

    show(id) {
        Object.assign(this.state, { openId: id, panel: "", fault: "" });
    }

    money(amount) {
        return `${amount.toLocaleString("vi-VN")} đ`;
    }

    phoneLink(parcel) {
        return `tel:${(parcel.phone || "").replace(/[^\d+]/g, "")}`;
    }

    isOut(parcel) {
        return ["accepted", "under_way", "failed"].includes(parcel.state);
    }

    outcomes() {
        return [
            ["nobody", _t("Nobody home"), "fa-home"],
            ["refused", _t("Refused"), "fa-hand-paper-o"],
            ["address", _t("Address not found"), "fa-map-marker"],
            ["later", _t("Asked to come later"), "fa-clock-o"],
        ];
    }

    async move(method, args = [], message = "") {
        this.state.busy = true;
        this.state.fault = "";
        try {
            await this.orm.call("tthc.parcel", method, [[this.state.openId], ...args]);
            await this.load();
            this.state.panel = "";
            if (!this.open) {
                this.state.openId = 0;
            }
            if (message) {
                this.notification.add(message, { type: "success" });
            }
        } catch (error) {
            this.state.fault = error.data?.message || error.message;
        } finally {
            this.state.busy = false;
        }
    }

    accept(parcel) {
        const method = parcel.direction === "pickup" ? "action_collect" : "action_accept";
        this.dialog.add(ConfirmationDialog, {
            title: _t("Take it over"),
            body: _t("You have counted it and signed the note. From now on it is with you."),
            confirmLabel: _t("Take it over"),
            confirm: () => this.move(method, [], _t("It is with you now.")),
            cancelLabel: _t("Cancel"),
            cancel: () => {},
        });
    }

    miss(parcel, outcome) {
        const method = parcel.direction === "pickup" ? "action_miss" : "action_fail";
        return this.move(method, [outcome], _t("Noted."));
    }

    sendBack() {
        return this.move("action_send_back", [], _t("Bring it back to the center."));
    }

    async onDelivered() {
        this.notification.add(_t("Delivered."), { type: "success" });
        this.show(0);
        await this.load();
    }
}

registry.category("actions").add("tthc_parcel_day", ParcelDay);
