import { Component } from "@odoo/owl";
import { serializeDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * A table of counts as the form has it, with merged headings. A figure opens the
 * procedures that it counts; what is not known opens those of which nobody knows.
 */
export class CountTable extends Component {
    static template = "tthc_catalog.CountTable";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get table() {
        return this.props.record.data[this.props.name];
    }

    /** Whether a list stands behind a figure. */
    opens(cell) {
        return ["count", "gap"].includes(cell.kind) && Number.isInteger(cell.value);
    }

    figure(cell) {
        return cell.unknown ? cell.text.slice(0, cell.text.indexOf(" (")) : cell.text;
    }

    unknownText(cell) {
        return cell.text.slice(cell.text.indexOf(" ("));
    }

    async open(row, cell, unknown = false) {
        const { table, day, center_id, agency_id } = this.props.record.data;
        const action = await this.orm.call("tthc.catalog.count", "open_figure", [
            table,
            serializeDate(day),
            center_id?.id || false,
            row.key,
            cell.column,
            agency_id?.id || false,
            unknown,
        ]);
        return this.action.doAction(action);
    }
}

export const countTable = {
    component: CountTable,
    supportedTypes: ["json", "jsonb"],
};

registry.category("fields").add("tthc_count_table", countTable);
