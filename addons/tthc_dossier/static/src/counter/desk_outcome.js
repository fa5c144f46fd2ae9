import { _t } from "@web/core/l10n/translation";

import { isTicked, papersOf, receiptOf } from "./intake";
import { OutcomeDialog } from "./outcome_dialog";

const GUIDANCE = "tthc_dossier.action_report_guidance";
const REFUSAL = "tthc_dossier.action_report_refusal";

/** What the counter may do with an intake besides receiving it. */
export class DeskOutcome {
    /**
     * @param {Object} desk
     * @param {Object} desk.intake
     * @param {Function} desk.open shows a dialog
     * @param {Function} desk.send calls the server, answers null when it refuses
     * @param {Function} desk.done clears the screen after something was done
     */
    constructor(desk) {
        Object.assign(this, desk);
    }

    /** Whether it is known who came, and for what. */
    get isPossible() {
        const { late, owner, procedure } = this.intake;
        return Boolean(procedure && owner.name.trim() && !late);
    }

    /** F6: guide once and completely (form 02). */
    guide() {
        if (!this.isPossible) {
            return;
        }
        const papers = papersOf(this.intake).map((paper) => ({
            id: paper.id,
            name: paper.name,
            ticked: paper.required && !isTicked(this.intake, paper),
        }));
        this.open(OutcomeDialog, {
            title: _t("Guide the citizen (form 02)"),
            help: _t(
                "The citizen is guided once: everything that is missing. Nothing is received."
            ),
            confirmLabel: _t("Guide and print"),
            papers,
            onConfirm: (reason, lines) => this.finish("guide", [reason, lines], GUIDANCE),
        });
    }

    /** F7: refuse to receive (form 03). */
    refuse() {
        if (!this.isPossible) {
            return;
        }
        this.open(OutcomeDialog, {
            title: _t("Refuse to receive (form 03)"),
            help: _t("Nothing is received. The refusal stays on record with its reason."),
            confirmLabel: _t("Refuse and print"),
            onConfirm: (reason) => this.finish("refuse", [reason], REFUSAL),
        });
    }

    /** Receive and return in one visit: no receipt is printed unless asked for. */
    returnNow() {
        if (this.intake.late) {
            return;
        }
        return this.finish("return_now", []);
    }

    /** Put what came by post in line: it is received later, by whoever has time. */
    submit() {
        return this.finish("submit", []);
    }

    /** Void a receipt that was just made by mistake. */
    annul(dossier) {
        this.open(OutcomeDialog, {
            title: _t("Void the receipt %s?", dossier.code),
            help: _t("Its number stays in the register with this reason."),
            confirmLabel: _t("Void the receipt"),
            onConfirm: async (reason) => {
                const recent = await this.send("annul", [dossier.id, reason]);
                if (recent) {
                    this.setRecent(recent);
                }
            },
        });
    }

    async finish(method, args, report) {
        const made = await this.send(method, [receiptOf(this.intake), ...args]);
        if (made) {
            await this.done(made, report);
        }
    }
}
