import { Component, useState } from "@odoo/owl";
import { useAutofocus } from "@web/core/utils/hooks";
import { Dialog } from "@web/core/dialog/dialog";

/**
 * What a clerk says when nothing is received, or when a receipt is void: a reason, and
 * with guidance the papers that the citizen is to bring.
 */
export class OutcomeDialog extends Component {
    static template = "tthc_dossier.OutcomeDialog";
    static components = { Dialog };
    static props = {
        title: String,
        help: String,
        confirmLabel: String,
        papers: { type: Array, optional: true },
        onConfirm: Function,
        close: Function,
    };

    setup() {
        const papers = (this.props.papers || []).map((paper) => ({ ...paper }));
        this.state = useState({ reason: "", papers, more: "", busy: false });
        useAutofocus({ refName: "reason" });
    }

    get canConfirm() {
        return Boolean(this.state.reason.trim()) && !this.state.busy;
    }

    /** @returns {Object[]} lines as the server's `guide` takes them */
    get lines() {
        const ticked = this.state.papers.filter((paper) => paper.ticked);
        const more = this.state.more.split("\n").filter((name) => name.trim());
        return [
            ...ticked.map(({ id }) => ({ component_id: id })),
            ...more.map((name) => ({ name: name.trim(), original_count: 1 })),
        ];
    }

    async confirm() {
        if (!this.canConfirm) {
            return;
        }
        this.state.busy = true;
        await this.props.onConfirm(this.state.reason.trim(), this.lines);
        this.props.close();
    }
}
