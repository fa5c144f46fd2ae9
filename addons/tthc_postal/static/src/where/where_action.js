import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ScanField } from "../scan/scan_field";

/** How far the arrow keys move the answer while the field keeps the focus, in pixels. */
const LINE = 60;

/** Where is it: one scan, and the holder, the hour and the whole path of a paper. */
export class WhereAction extends Component {
    static template = "tthc_postal.WhereAction";
    static components = { ScanField };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.answers = useRef("answers");
        this.placeholder = _t("Scan or type a code");
        this.state = useState({ answer: null, fault: "", busy: false });
        this.asked = 0;
        onWillStart(async () => {
            const { word } = this.props.action.params || {};
            if (word) {
                await this.ask(word);
            }
        });
    }

    /** Asks the server; of two quick scans the later one is shown. */
    async ask(word) {
        const turn = ++this.asked;
        this.state.busy = true;
        this.state.fault = "";
        try {
            const answer = await this.orm.silent.call("tthc.paper", "where_is", [word]);
            if (turn === this.asked) {
                this.state.answer = answer;
            }
        } catch (error) {
            this.state.answer = null;
            this.state.fault =
                error instanceof ConnectionLostError
                    ? _t("No connection. Scan again in a moment.")
                    : error.data?.message || error.message;
        } finally {
            this.state.busy = turn !== this.asked;
        }
    }

    /** The field keeps the focus, so its keys move the answer. */
    onKeydown(ev) {
        const page = this.answers.el?.clientHeight || 0;
        const way = { ArrowDown: LINE, ArrowUp: -LINE, PageDown: page, PageUp: -page }[ev.key];
        if (way) {
            ev.preventDefault();
            this.answers.el?.scrollBy({ top: way });
        }
    }

    icon(kind) {
        return {
            counter: "fa-building-o",
            courier: "fa-motorcycle",
            agency: "fa-university",
            citizen: "fa-user-o",
            archive: "fa-archive",
            lost: "fa-search",
            void: "fa-ban",
        }[kind];
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    declareLost(paper) {
        return this.action.doAction("tthc_postal.tthc_paper_loss_action_declare", {
            additionalContext: { active_model: "tthc.paper", active_id: paper.id },
            onClose: () => this.ask(this.state.answer.word),
        });
    }
}

registry.category("actions").add("tthc_where", WhereAction);
