import { onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { ProgressBarField, progressBarField } from "@web/views/fields/progress_bar/progress_bar_field";

const WORKING = ["queued", "running"];
const PERIOD = 2000;

/** A bar that asks the server how far the import is, as long as it is under way. */
export class ImportProgressField extends ProgressBarField {
    setup() {
        super.setup();
        this.timer = setInterval(() => this.refresh(), PERIOD);
        onWillUnmount(() => clearInterval(this.timer));
    }

    async refresh() {
        const { record } = this.props;
        if (this.asking || !record.resId || !WORKING.includes(record.data.state)) {
            return;
        }
        this.asking = true;
        try {
            await record.load();
        } finally {
            this.asking = false;
        }
    }
}

registry.category("fields").add("tthc_import_progress", {
    ...progressBarField,
    component: ImportProgressField,
});
