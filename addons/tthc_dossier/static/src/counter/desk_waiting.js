import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";

import { intakeOfWaiting, isBlank } from "./intake";

/** What came online or by post, and how a clerk goes on with it at the counter. */
export class DeskWaiting {
    /**
     * @param {Object} desk
     * @param {Object} desk.intake
     * @param {Object} desk.state its `waiting` is the list on the screen
     * @param {Function} desk.ask calls the server, answers null when it refuses
     * @param {Function} desk.showError
     * @param {Function} desk.show puts an intake, its procedure and papers on the screen
     */
    constructor(desk) {
        Object.assign(this, desk);
        this.opening = new KeepLast();
    }

    /** How many should have had their answer by now. */
    get lateCount() {
        return this.state.waiting.filter((dossier) => dossier.late).length;
    }

    async load() {
        const waiting = await this.ask("waiting", []);
        if (waiting) {
            this.state.waiting = waiting;
        }
    }

    /**
     * Takes a dossier off the list: it does not wait any more.
     *
     * @param {number} id
     */
    forget(id) {
        this.state.waiting = this.state.waiting.filter((dossier) => dossier.id !== id);
    }

    /** F10: the most urgent one. */
    takeUpNext() {
        const [next] = this.state.waiting;
        if (next) {
            return this.takeUp(next);
        }
        this.showError(_t("Nothing that came online or by post waits to be received."));
    }

    async takeUp(dossier) {
        if (!isBlank(this.intake)) {
            this.showError(_t("Finish what is on the screen first, or clear it (Esc)."));
            return;
        }
        this.showError("");
        const waiting = await this.opening.add(this.ask("take_up", [dossier.id]));
        if (!waiting) {
            await this.load();
            return;
        }
        const procedure = await this.opening.add(
            this.ask("open_procedure", [waiting.version_id])
        );
        if (procedure) {
            const [intake, papers] = intakeOfWaiting(waiting);
            await this.show(intake, procedure, papers);
        }
    }
}
