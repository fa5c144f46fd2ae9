import { Component, useState } from "@odoo/owl";

/** One scanned paper: its counts, its condition, and what can be noted of it. */
export class ScanLine extends Component {
    static template = "tthc_postal.ScanLine";
    static props = {
        line: Object,
        kind: String,
        locked: Boolean,
        correction: Boolean,
        onUndo: Function,
        onCount: Function,
        onDamage: Function,
        onOnlyCounted: Function,
    };

    setup() {
        const { originals, copies } = this.props.line;
        this.state = useState({ open: false, originals, copies });
    }

    toggle() {
        const { originals, copies } = this.props.line;
        Object.assign(this.state, { open: !this.state.open, originals, copies });
    }

    async count() {
        await this.props.onCount(Number(this.state.originals), Number(this.state.copies));
        this.state.open = false;
    }
}
