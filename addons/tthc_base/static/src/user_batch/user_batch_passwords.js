import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { renderToString } from "@web/core/utils/render";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const SLICE = 10;

/**
 * Draws the passwords of new accounts and shows them, once.
 *
 * They are kept in this component only: closed, they are gone. The server has nothing
 * but their hashes.
 */
export class UserBatchPasswords extends Component {
    static template = "tthc_base.UserBatchPasswords";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ rows: [], done: false });
        const { user_ids: userIds } = this.props.action.params;
        this.total = userIds.length;
        onWillStart(() => {
            // Not awaited: the rows appear as they are drawn.
            this.draw(userIds);
        });
    }

    async draw(userIds) {
        const { batch_id: batchId } = this.props.action.params;
        for (let start = 0; start < userIds.length; start += SLICE) {
            const slice = userIds.slice(start, start + SLICE);
            const rows = await this.orm.call("tthc.user.batch", "draw_passwords", [
                [batchId],
                slice,
            ]);
            this.state.rows.push(...rows);
        }
        this.state.done = true;
    }

    print() {
        const sheet = window.open("", "_blank");
        sheet.document.write(
            renderToString("tthc_base.UserBatchPasswordSheet", {
                title: _t("Passwords of the new accounts"),
                rows: this.state.rows,
            })
        );
        sheet.document.close();
        sheet.print();
    }
}

registry.category("actions").add("tthc_base.user_batch_passwords", UserBatchPasswords);
