import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus } from "@web/core/utils/hooks";

const { DateTime } = luxon;
const DAYS = ["d/M/yyyy", "d/M/yy", "ddMMyyyy", "ddMMyy", "d-M-yyyy"];
const HOURS = ["H:mm", "HHmm", "Hmm", "H'h'mm", "H.mm"];

/**
 * Day and hour as a clerk types them, by the clock of the center: the zone of this
 * computer does not matter.
 *
 * @param {string} day such as “20/8/2026” or “20082026”
 * @param {string} hour such as “9:05” or “0905”
 * @returns {string|false} such as “2026-08-20 09:05:00”, false when they can't be read
 */
export function hourOf(day, hour) {
    for (const dayPattern of DAYS) {
        for (const hourPattern of HOURS) {
            const text = `${day.trim()} ${hour.trim()}`;
            const moment = DateTime.fromFormat(text, `${dayPattern} ${hourPattern}`);
            if (moment.isValid) {
                return moment.toFormat("yyyy-MM-dd HH:mm:ss");
            }
        }
    }
    return false;
}

/** Which numbered blank is entered, and when it was received: asked before all else. */
export class LateEntryDialog extends Component {
    static template = "tthc_dossier.LateEntryDialog";
    static components = { Dialog };
    static props = {
        outages: Array,
        check: Function,
        onConfirm: Function,
        close: Function,
    };

    setup() {
        const [latest] = this.props.outages;
        const day = latest?.day || "";
        this.state = useState({ number: "", day, hour: "", fault: "", busy: false });
        useAutofocus({ refName: "number" });
    }

    async confirm() {
        if (this.state.busy) {
            return;
        }
        const hour = hourOf(this.state.day, this.state.hour);
        if (!hour) {
            this.state.fault = _t("Write the day as 20/08/2026 and the hour as 09:05.");
            return;
        }
        Object.assign(this.state, { busy: true, fault: "" });
        const answer = await this.props.check(this.state.number, hour);
        this.state.busy = false;
        if (answer.fault) {
            this.state.fault = answer.fault;
            return;
        }
        this.props.onConfirm(answer);
        this.props.close();
    }

    /** A scanner ends with Enter: the hour is what comes next. */
    goOn(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            const fields = [...ev.target.closest("form").querySelectorAll("input")];
            const next = fields.find((field) => !field.value);
            if (next) {
                next.focus();
            } else {
                this.confirm();
            }
        }
    }
}

/** What the counter does while a blank receipt is entered. */
export class LateEntry {
    /**
     * @param {Object} desk
     * @param {Object} desk.intake
     * @param {Function} desk.open shows a dialog
     * @param {Function} desk.call calls the server, answers `{ fault }` when it refuses
     * @param {Function} desk.start begins the entry of a number that was checked
     */
    constructor(desk) {
        Object.assign(this, desk);
    }

    /** F4: ask for number and hour. */
    async ask() {
        const outages = await this.call("open_late", []);
        this.open(LateEntryDialog, {
            outages: outages.fault ? [] : outages,
            check: (number, hour) => this.call("check_late", [number, hour]),
            onConfirm: (late) => this.start(late),
        });
    }
}
