import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ScanField } from "./scan_field";

/**
 * One big field that takes every scan, what it meant, and how far one is.
 *
 * What a scan means is the owner's affair: this component knows words, answers and
 * numbers.
 */
export class ScanBoard extends Component {
    static template = "tthc_postal.ScanBoard";
    static components = { ScanField };
    static props = {
        count: Number,
        expected: Number,
        last: { type: [Object, { value: null }], optional: true },
        pending: Number,
        offline: Boolean,
        locked: { type: Boolean, optional: true },
        onWord: Function,
        onForce: { type: Function, optional: true },
        onExtra: { type: Function, optional: true },
        slots: { type: Object, optional: true },
    };

    get resultLabel() {
        return {
            right: _t("Right"),
            twice: _t("Twice"),
            wrong_stop: _t("Wrong stop"),
            unexpected: _t("Not expected"),
            unknown: _t("Unknown"),
            fault: _t("Not taken"),
        }[this.props.last?.result];
    }

    get icon() {
        return {
            right: "fa-check-circle",
            twice: "fa-clone",
            wrong_stop: "fa-map-signs",
            unexpected: "fa-question-circle",
            unknown: "fa-ban",
            fault: "fa-exclamation-triangle",
        }[this.props.last?.result];
    }

    /** Whether what was scanned last can be noted as one too many. */
    get isStrange() {
        const strange = ["wrong_stop", "unexpected", "unknown"];
        return strange.includes(this.props.last?.result) && this.props.onExtra;
    }
}
