import { Component, useState } from "@odoo/owl";
import { momentLabel } from "@tthc_base/moment/moment_label";

/** What the receipt will promise: the date and why, the fee, how the result comes. */
export class DuePanel extends Component {
    static template = "tthc_dossier.DuePanel";
    static props = {
        intake: Object,
        openCodes: Array,
        guided: Array,
        onTakeUp: Function,
        onChannel: Function,
        canSubmit: Boolean,
        onSubmit: Function,
    };

    setup() {
        this.intake = useState(this.props.intake);
        this.state = useState({ why: false });
    }

    get due() {
        return momentLabel(this.intake.terms?.due);
    }

    setSets(ev) {
        this.intake.setCount = Math.max(1, Math.trunc(Number(ev.target.value)) || 1);
        ev.target.value = this.intake.setCount;
    }
}
