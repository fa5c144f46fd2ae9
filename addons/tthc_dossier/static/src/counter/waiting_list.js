import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { momentLabel } from "@tthc_base/moment/moment_label";

/** Dossiers that came online or by post and wait to be received, most urgent first. */
export class WaitingList extends Component {
    static template = "tthc_dossier.WaitingList";
    static props = { dossiers: Array, onTakeUp: Function };

    answerLabel(dossier) {
        const by = momentLabel(dossier.answer_by);
        return by ? _t("answer by %s", by) : _t("no time limit");
    }
}
