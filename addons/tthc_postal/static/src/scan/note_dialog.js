import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Asks for a few words, such as what is damaged. */
export class NoteDialog extends Component {
    static template = "tthc_postal.NoteDialog";
    static components = { Dialog };
    static props = {
        title: String,
        explanation: { type: String, optional: true },
        onConfirm: Function,
        close: Function,
    };

    setup() {
        this.state = useState({ note: "", fault: "", busy: false });
        useAutofocus();
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.confirm();
        }
    }

    async confirm() {
        this.state.busy = true;
        try {
            await this.props.onConfirm(this.state.note);
            this.props.close();
        } catch (error) {
            this.state.fault = error.data?.message || error.message;
        } finally {
            this.state.busy = false;
        }
    }
}
