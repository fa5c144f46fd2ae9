import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { NoteDialog } from "./note_dialog";
import { ScanBoard } from "./scan_board";
import { ScanField } from "./scan_field";
import { ScanLine } from "./scan_line";
import { newKey, ScanQueue } from "./scan_queue";
import { playResult } from "./scan_sound";
import { SignDialog } from "./sign_dialog";

const OPENERS = {
    round: "open_for_round",
    stop: "open_for_stop",
    minutes: "open_minutes",
    post: "open_for_post",
};

/** What the QR code of printed minutes ends with. */
const MINUTES = /\/odoo\/hand-overs\/(\d+)\/?$/;

/** The scan desk of hand-over minutes, for counter and phone. */
export class ScanAction extends Component {
    static template = "tthc_postal.ScanAction";
    static components = { ScanBoard, ScanField, ScanLine };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({
            sheet: null,
            rounds: [],
            posts: [],
            numbers: {},
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
        [this.state.rounds, this.state.posts] = await Promise.all([
            this.orm.call("tthc.courier.round", "scan_choices", []),
            this.orm.call("tthc.handover", "post_choices", []),
        ]);
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
                (item, answer) => this.onAnswer(sheet.id, item, answer),
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

    onAnswer(sheetId, item, answer) {
        playResult(answer.result);
        if (this.state.sheet?.id !== sheetId) {
            return; // Another stop was chosen meanwhile: the server has counted it.
        }
        this.state.last = answer;
        this.state.lastWord = item.word;
        const { lines } = this.state.sheet;
        if (answer.result === "right" && !lines.some((l) => l.paper_id === answer.paper_id)) {
            lines.unshift(answer);
        }
    }

    get minutesPlaceholder() {
        return _t("Or scan the QR code of minutes");
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
        const { lines, posted } = this.state.sheet;
        return this.waiting.length + posted.length + lines.length;
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
        const minutes = MINUTES.exec(word);
        if (minutes) {
            return this.openScanned(Number(minutes[1]));
        }
        if (this.state.sheet) {
            this.queue.add(word);
        } else {
            this.state.fault = _t("Choose round and stop first, or scan the code of minutes.");
        }
    }

    /** The QR code of minutes opens their sheet. */
    async openScanned(id) {
        if (this.waitForScans()) {
            return;
        }
        await this.open("minutes", id);
    }

    /** Whether scans have not gone up yet, which is told. */
    waitForScans() {
        if (this.state.pending) {
            this.notification.add(_t("Some scans have not gone up yet: wait a moment."), {
                type: "warning",
            });
        }
        return this.state.pending;
    }

    onForce() {
        this.queue.add(this.state.lastWord, true);
    }

    /** Asks the server for a change of the sheet and shows what became of it. */
    async change(method, ...args) {
        this.show(await this.orm.call("tthc.handover", method, [[this.state.sheet.id], ...args]));
    }

    async undo(paperId) {
        await this.change("unscan", paperId || null);
        this.state.last = null;
    }

    // -- what is counted and found -------------------------------------------------

    foundLabel(found) {
        return {
            missing: _t("Missing"),
            extra: _t("Extra"),
            damaged: _t("Damaged"),
            count: _t("Count differs"),
            nobody: _t("Nobody to receive"),
        }[found];
    }

    ask(title, explanation, onConfirm) {
        this.dialog.add(NoteDialog, { title, explanation, onConfirm });
    }

    noteDamaged(paperId) {
        this.ask(_t("What is damaged?"), "", (note) =>
            this.change("note_found", "damaged", paperId, note)
        );
    }

    noteMissing(paperId) {
        const explanation = paperId ? "" : _t("A paper without a code: say which.");
        this.ask(_t("A paper is missing"), explanation, (note) =>
            this.change("note_found", "missing", paperId || null, note)
        );
    }

    /** What was scanned last and does not belong here, or a thing without a label. */
    noteExtra() {
        const { result, paper_id: paperId } = this.state.last || {};
        const known = ["wrong_stop", "unexpected"].includes(result) && paperId;
        this.ask(_t("A paper too many"), _t("It is noted, it does not change hands."), (note) =>
            this.change("note_found", "extra", known || null, note)
        );
    }

    noteNobody() {
        const explanation = _t(
            "These minutes are dropped, the papers stay with who has them, and the center's manager is told."
        );
        this.ask(_t("Nobody to receive"), explanation, (note) => this.change("note_nobody", note));
    }

    // -- corrections, and what citizens sent by post -------------------------------

    get correctable() {
        const scanned = this.scanned;
        return this.state.sheet.correctable.filter((paper) => !scanned.has(paper.paper_id));
    }

    take(paperId) {
        return this.change("take", newKey(), paperId);
    }

    takePosted(row) {
        const number = row.number || this.state.numbers[row.id] || "";
        return this.change("take_posted", newKey(), row.id, number);
    }

    async reopen() {
        await this.change("action_reopen");
    }

    finish() {
        if (this.waitForScans()) {
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

    openMinutes() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "tthc.handover",
            res_id: this.state.sheet.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("tthc_scan", ScanAction);
