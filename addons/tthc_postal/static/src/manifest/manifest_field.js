import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { momentLabel } from "@tthc_base/moment/moment_label";

/**
 * The manifest of a round or of one stop: what must move, and beside it what is held
 * back, why, and the record that explains it. Most urgent first, as the server sorts.
 */
export class ManifestField extends Component {
    static template = "tthc_postal.Manifest";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get manifest() {
        return this.props.record.data[this.props.name];
    }

    /** Stops at which something moves; the others have no line. */
    get stops() {
        return this.manifest.stops.filter((stop) => stop.rows.length);
    }

    due(row) {
        return momentLabel(row.due);
    }

    open(link) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: link.model,
            res_id: link.id,
            views: [[false, "form"]],
        });
    }
}

export const manifestField = {
    component: ManifestField,
    supportedTypes: ["json", "jsonb"],
};

registry.category("fields").add("tthc_manifest", manifestField);
