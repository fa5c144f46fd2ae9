import { Component } from "@odoo/owl";
import { CopyButton } from "@web/core/copy_button/copy_button";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { momentLabel } from "@tthc_base/moment/moment_label";

import { moneyText } from "../fees/money";

/** The last dossiers that the clerk received. */
export class RecentList extends Component {
    static template = "tthc_dossier.RecentList";
    static components = { CopyButton };
    static props = {
        dossiers: Array,
        newestId: { type: [Number, Boolean] },
        onPrint: Function,
        onAnnul: Function,
        onCollect: Function,
    };

    setup() {
        this.action = useService("action");
    }

    dueLabel(dossier) {
        return momentLabel(dossier.due) || _t("no date promised");
    }

    feeLabel(dossier) {
        return _t("%s đ", moneyText(dossier.fee_due));
    }

    open(dossier) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "tthc.dossier",
            res_id: dossier.id,
            views: [[false, "form"]],
        });
    }
}
