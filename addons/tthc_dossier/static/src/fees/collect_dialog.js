import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { uuid } from "@web/core/utils/strings";
import { printReport } from "@tthc_base/print/form_print";

import { errorSentence } from "../counter/desk_errors";
import { likelySums, moneyText, parseMoney } from "./money";

const DESK = "tthc.fee.desk";
const RECEIPT = "tthc_dossier.action_report_payment";

/** Collects what is owed for one or several dossiers, by keyboard alone. */
export class CollectDialog extends Component {
    static template = "tthc_dossier.CollectDialog";
    static components = { Dialog };
    static props = {
        dossierIds: Array,
        onCollected: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        // Its key makes a repeated request take the money once.
        this.key = uuid();
        this.money = moneyText;
        this.methods = [
            { key: "cash", label: _t("Cash") },
            { key: "transfer", label: _t("Transfer") },
            { key: "card", label: _t("Card") },
            { key: "qr", label: _t("QR code") },
        ];
        this.state = useState({
            panel: null,
            skipped: {},
            method: "cash",
            given: "",
            part: "",
            reference: "",
            payer: "",
            exempting: false,
            exemptionId: "",
            exemptionReason: "",
            error: "",
            busy: false,
        });
        useAutofocus({ refName: "given" });
        useAutofocus({ refName: "reference" });
        onWillStart(async () => {
            this.take(await this.orm.call(DESK, "open_panel", [this.props.dossierIds]));
        });
    }

    take(panel) {
        Object.assign(this.state, { panel, payer: panel.payer, skipped: {} });
        // What others collect is put down by itself, after the center's own.
        this.elsewhere =
            Boolean(panel.fees.length) && panel.fees.every((fee) => fee.elsewhere);
        for (const fee of panel.fees) {
            if (Boolean(fee.elsewhere) !== this.elsewhere) {
                this.state.skipped[fee.id] = true;
            }
        }
    }

    get title() {
        return this.elsewhere ? _t("Paid elsewhere: put down the proof") : _t("Collect the fee");
    }

    get chosen() {
        return this.state.panel.fees.filter((fee) => !this.state.skipped[fee.id]);
    }

    get owed() {
        return this.chosen.reduce((sum, fee) => sum + fee.balance, 0);
    }

    /** What is to be taken now: all of it, or the part that was typed. */
    get total() {
        const part = this.state.panel.partial ? parseMoney(this.state.part) : 0;
        return part ? Math.min(part, this.owed) : this.owed;
    }

    get needsReference() {
        return this.elsewhere || this.state.method !== "cash";
    }

    get given() {
        return this.needsReference ? 0 : parseMoney(this.state.given);
    }

    get change() {
        return Math.max(this.given - this.total, 0);
    }

    get likely() {
        return likelySums(this.total);
    }

    get missing() {
        if (!this.total) {
            return _t("There is nothing to pay.");
        }
        if (this.needsReference && !this.state.reference.trim()) {
            return _t("Enter the number of the transfer, slip or proof.");
        }
        if (this.given && this.given < this.total) {
            return _t("%s đ are missing.", moneyText(this.total - this.given));
        }
        return "";
    }

    get canCollect() {
        return !this.missing && !this.state.busy;
    }

    /** @returns {Object} fee → đồng, a part is spread first come first */
    get amounts() {
        let left = this.total;
        const amounts = {};
        for (const fee of this.chosen) {
            const amount = Math.min(fee.balance, left);
            if (amount) {
                amounts[fee.id] = amount;
                left -= amount;
            }
        }
        return amounts;
    }

    typeGiven(ev) {
        const given = parseMoney(ev.target.value);
        this.state.given = given ? moneyText(given) : "";
        ev.target.value = this.state.given;
    }

    typePart(ev) {
        const part = parseMoney(ev.target.value);
        this.state.part = part ? moneyText(part) : "";
        ev.target.value = this.state.part;
    }

    chooseMethod(method) {
        Object.assign(this.state, { method, error: "" });
    }

    async collect() {
        if (!this.canCollect) {
            this.state.error = this.missing;
            return;
        }
        const made = await this.send("collect", [
            {
                key: this.key,
                amounts: this.amounts,
                method: this.elsewhere ? "elsewhere" : this.state.method,
                given: this.given,
                reference: this.state.reference.trim(),
                payer: this.state.payer.trim(),
            },
        ]);
        if (!made) {
            return;
        }
        this.props.close();
        this.props.onCollected?.(made);
        this.say(made);
        if (made.printable) {
            await printReport(this.env, RECEIPT, [made.id]);
        }
    }

    say(made) {
        const text = made.change
            ? _t("%(code)s: %(amount)s đ taken, give %(change)s đ back.", {
                  code: made.code,
                  amount: moneyText(made.amount),
                  change: moneyText(made.change),
              })
            : _t("%(code)s: %(amount)s đ taken.", {
                  code: made.code,
                  amount: moneyText(made.amount),
              });
        const buttons = made.printable
            ? [
                  {
                      name: _t("Print again"),
                      onClick: () => printReport(this.env, RECEIPT, [made.id]),
                  },
              ]
            : [];
        this.notification.add(text, { type: "success", sticky: Boolean(made.change), buttons });
    }

    get exemptions() {
        const ids = this.chosen.map((fee) => fee.id);
        return this.state.panel.exemptions.filter((row) =>
            row.fee_ids.some((id) => ids.includes(id))
        );
    }

    get canExempt() {
        const { exemptionId, exemptionReason, busy } = this.state;
        return !busy && Boolean(exemptionId || exemptionReason.trim());
    }

    async exempt() {
        const exemption = this.exemptions.find(
            (row) => row.id === Number(this.state.exemptionId)
        );
        const ids = exemption ? exemption.fee_ids : this.chosen.map((fee) => fee.id);
        const panel = await this.send("exempt", [
            ids,
            exemption ? exemption.id : false,
            this.state.exemptionReason.trim(),
        ]);
        if (!panel) {
            return;
        }
        this.take(panel);
        Object.assign(this.state, {
            exempting: false,
            exemptionId: "",
            exemptionReason: "",
        });
        if (!panel.fees.length) {
            this.notification.add(_t("Nothing is left to pay."), { type: "success" });
            this.props.close();
            this.props.onCollected?.(false);
        }
    }

    async send(method, args) {
        Object.assign(this.state, { busy: true, error: "" });
        try {
            return await this.orm.call(DESK, method, args);
        } catch (error) {
            this.state.error = errorSentence(error);
            return null;
        } finally {
            this.state.busy = false;
        }
    }
}

/** The button “Collect” of a dossier: the same panel, then the form as it is now. */
registry.category("actions").add("tthc_collect", (env, action) => {
    env.services.dialog.add(CollectDialog, {
        dossierIds: action.params.dossier_ids,
        onCollected: () => env.services.action.doAction({ type: "ir.actions.client", tag: "soft_reload" }),
    });
});
