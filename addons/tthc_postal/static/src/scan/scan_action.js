import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ScanBoard } from "./scan_board";
import { ScanQueue } from "./scan_queue";
import { playResult } from "./scan_sound";
import { SignDialog } from "./sign_dialog";

const OPENERS = {
    round: "open_for_round",
    stop: "open_for_stop",
    minutes: "open_minutes",
};

/** The scan desk of hand-over minutes, for counter and phone. */
export class ScanAction extends Component {
    static template = "tthc_postal.ScanAction";
    static components = { ScanBoard };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({
            sheet: null,
            rounds: [],
            last: null,
            lastWord: "",
            pending: 0,
            offline: false,
            fault: "",
        });
        this.queue = null;
        onWillStart(() => this.start());
        onWillUnmount(() => this.queue?.stop());
    }

    async start() {
        const { open, id } = this.props.action.params || {};
        if (OPENERS[open]) {
            await this.open(open, id);
        } else {
            await this.choose();
        }
    }

    /** Today's rounds and their stops, where nothing was chosen yet. */
    async choose() {
        this.state.sheet = null;
        this.state.rounds = await this.orm.call("tthc.courier.round", "scan_choices", []);
    }

    async open(what, id) {
        this.state.fault = "";
        try {
            this.show(await this.orm.call("tthc.handover", OPENERS[what], [id]));
        } catch (error) {
            this.state.fault = error.data?.message || error.message;
            await this.choose();
        }
    }

    show(sheet) {
        if (this.state.sheet?.id !== sheet.id) {
            this.queue?.stop();
            this.queue = new ScanQueue(
                `minutes-${sheet.id}`,
                ({ key, word, force }) =>
                    this.orm.silent.call("tthc.handover", "scan", [[sheet.id], key, word, force]),
                (item, answer) => this.onAnswer(item, answer),
                () => this.onQueue()
            );
            this.state.last = null;
            this.onQueue();
            this.queue.flush();
        }
        this.state.sheet = sheet;
    }

    onQueue() {
        this.state.pending = this.queue.length;
        this.state.offline = this.queue.offline;
    }

    onAnswer(item, answer) {
        playResult(answer.result);
        this.state.last = answer;
        this.state.lastWord = item.word;
        const { lines } = this.state.sheet;
        if (answer.result === "right" && !lines.some((l) => l.paper_id === answer.paper_id)) {
            lines.unshift(answer);
        }
    }

    get locked() {
        return this.state.sheet.state !== "draft";
    }

    get scanned() {
        return new Set(this.state.sheet.lines.map((line) => line.paper_id));
    }

    /** What is expected and has not been scanned, most urgent first. */
    get waiting() {
        const scanned = this.scanned;
        return this.state.sheet.expected.filter((paper) => !scanned.has(paper.paper_id));
    }

    get total() {
        return this.waiting.length + this.state.sheet.lines.length;
    }

    kindLabel(kind) {
        return {
            file: _t("Folder"),
            originals: _t("Originals"),
            supplement: _t("Supplement"),
            result: _t("Result"),
        }[kind];
    }

    onWord(word) {
        this.queue.add(word);
    }

    onForce() {
        this.queue.add(this.state.lastWord, true);
    }

    async undo(paperId) {
        this.show(await this.orm.call("tthc.handover", "unscan", [[this.state.sheet.id], paperId || null]));
        this.state.last = null;
    }

    async reopen() {
        this.show(await this.orm.call("tthc.handover", "action_reopen", [[this.state.sheet.id]]));
    }

    finish() {
        if (this.queue.length) {
            this.notification.add(_t("Some scans have not gone up yet: wait a moment."), {
                type: "warning",
            });
            return;
        }
        this.dialog.add(SignDialog, {
            sheet: this.state.sheet,
            onSigned: (sheet) => this.onSigned(sheet),
        });
    }

    onSigned(sheet) {
        this.show(sheet);
        if (sheet.state === "done") {
            this.notification.add(_t("Signed by both: %s", sheet.name), { type: "success" });
        }
    }

    print() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "tthc.handover",
            res_id: this.state.sheet.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("tthc_scan", ScanAction);
