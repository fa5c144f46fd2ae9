import { serializeDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { CountTable, countTable } from "@tthc_catalog/count_table/count_table";

/** A table of a period, of which a figure opens the list that it counts. */
export class PeriodTable extends CountTable {
    async open(row, cell) {
        const { table, date_from, date_to, center_id } = this.props.record.data;
        const action = await this.orm.call("tthc.courier.count", "open_figure", [
            table,
            serializeDate(date_from),
            serializeDate(date_to),
            center_id?.id || false,
            row.key,
            cell.column,
        ]);
        return this.action.doAction(action);
    }
}

registry.category("fields").add("tthc_period_table", { ...countTable, component: PeriodTable });
