import { Component, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const MOVES = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
};

/**
 * A table of figures as its form has it, with merged headings. A figure opens the
 * list that it counts; what is not known opens those of which nobody knows. The
 * arrow keys walk from figure to figure.
 */
export class FigureTable extends Component {
    static template = "tthc_base.FigureTable";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.root = useRef("root");
    }

    get table() {
        return this.props.record.data[this.props.name];
    }

    /** Whether a list stands behind a figure; an empty list is not worth a click. */
    opens(cell) {
        const counts = cell.opens ?? ["count", "gap"].includes(cell.kind);
        return counts && Number.isFinite(cell.value) && (cell.value !== 0 || cell.unknown);
    }

    figure(cell) {
        return cell.unknown ? cell.text.slice(0, cell.text.indexOf(" (")) : cell.text;
    }

    unknownText(cell) {
        return cell.text.slice(cell.text.indexOf(" ("));
    }

    quiet(cell) {
        return cell.value === null || cell.value === 0;
    }

    /** The next figure in a direction, cells without one skipped. */
    onKeydown(ev) {
        const move = MOVES[ev.key];
        const cell = ev.target.closest("td[data-at]");
        if (!move || !cell || ev.ctrlKey || ev.altKey || ev.metaKey) {
            return;
        }
        let [row, at] = cell.dataset.at.split(":").map(Number);
        for (;;) {
            row += move[0];
            at += move[1];
            const next = this.root.el.querySelector(`td[data-at="${row}:${at}"]`);
            if (!next) {
                return;
            }
            const button = next.querySelector(".tthc_figure");
            if (button) {
                ev.preventDefault();
                button.focus();
                return;
            }
        }
    }

    async open(row, cell, unknown = false) {
        const action = await this.orm.call(this.props.record.resModel, "open_cell", [
            this.table.settings,
            row.key,
            cell.column,
            unknown,
        ]);
        return this.action.doAction(action);
    }
}

export const figureTable = {
    component: FigureTable,
    supportedTypes: ["json", "jsonb"],
};

registry.category("fields").add("tthc_table", figureTable);
