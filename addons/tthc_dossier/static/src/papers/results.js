import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useScanUpload } from "./scan_upload";

/** The result documents of a dossier with their scans. */
export class Results extends Component {
    static template = "tthc_dossier.Results";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ board: null });
        this.upload = useScanUpload(
            (resultId) => `/tthc/results/${resultId}/scans`,
            () => this.refresh()
        );
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => this.load(next.record.resId));
    }

    async load(dossierId) {
        this.state.board = dossierId
            ? await this.orm.call("tthc.dossier", "result_board", [dossierId])
            : null;
    }

    async refresh() {
        await this.props.record.load();
        // The record stays the same object: no new props tell of its files.
        await this.load(this.props.record.resId);
    }

    day(text) {
        return text ? formatDate(deserializeDate(text)) : "";
    }

    address(result) {
        return `/web/content/tthc.dossier.result/${result.id}/file`;
    }

    async onChosen(result, ev) {
        const files = [...ev.target.files];
        ev.target.value = "";
        await this.upload.send(result, files);
    }
}

registry.category("view_widgets").add("tthc_results", { component: Results });
