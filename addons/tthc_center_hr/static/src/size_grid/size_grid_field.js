import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Agencies by sizes with totals; a figure opens the people behind it. */
export class SizeGridField extends Component {
    static template = "tthc_center_hr.SizeGridField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get grid() {
        return this.props.record.data[this.props.name] || { rows: [], columns: [] };
    }

    async open(agencyId, sizeId) {
        const { resModel, resId } = this.props.record;
        const args = [[resId], agencyId, sizeId];
        this.action.doAction(await this.orm.call(resModel, "open_grid_cell", args));
    }
}

registry.category("fields").add("tthc_size_grid", {
    component: SizeGridField,
    displayName: _t("Agencies by sizes"),
    supportedTypes: ["json"],
    isEmpty: () => false,
});
