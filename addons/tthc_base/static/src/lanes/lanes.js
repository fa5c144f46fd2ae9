import { Component, useExternalListener, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import {
    BAR,
    LABEL_WIDTH,
    RIGHT,
    ROW,
    TOP,
    WIDTH,
    fit,
    isStriped,
    layout,
} from "./lanes_layout";

let lastId = 0;

/** Names of the states, as a screen reader, the table and the card of a bar say them. */
export function stateLabels() {
    return {
        undated: _t("without dates"),
        planned: _t("planned"),
        running: _t("under way"),
        done: _t("done"),
        late: _t("late"),
        stopped: _t("not counted"),
    };
}

/** An id of its own for each drawing on a page. */
export function nextId() {
    return `tthc_lanes_${++lastId}`;
}

/**
 * Agencies as lanes, their work as bars along time.
 *
 * The drawing comes from the server as
 * {axis, lanes: [{key, label}],
 *  bars: [{lane, from, to, title, label, end, state, warnings}],
 *  marks: [{at, label}], ticks: [{at, label}]}.
 *
 * `state` is planned, running, done, late or stopped; a mark is a line across all
 * lanes, such as a legal limit or the date promised to the citizen. Without `ticks`
 * the axis counts in round numbers. Colour is never alone: a pattern and words go
 * with it, and the table below says the same to whoever can't see the drawing.
 */
export class Lanes extends Component {
    static template = "tthc_base.Lanes";
    static props = { drawing: Object };

    setup() {
        this.id = nextId();
        this.table = useRef("table");
        this.openedByPrint = false;
        useExternalListener(window, "beforeprint", () => this.openForPrint());
        useExternalListener(window, "afterprint", () => this.closeAfterPrint());
        Object.assign(this, { BAR, LABEL_WIDTH, RIGHT, ROW, TOP, WIDTH, isStriped });
    }

    get layout() {
        return layout(this.props.drawing);
    }

    /** Name of the drawing; each bar and mark says its own words. */
    get label() {
        return _t("Agencies along time: %s", this.props.drawing.axis);
    }

    /** Paper has no button: a closed table would not be printed. */
    openForPrint() {
        this.openedByPrint = !this.table.el.open;
        this.table.el.open = true;
    }

    closeAfterPrint() {
        if (this.openedByPrint) {
            this.table.el.open = false;
        }
    }

    laneLabel(key) {
        return this.props.drawing.lanes.find((lane) => lane.key === key).label;
    }

    stateLabel(bar) {
        return stateLabels()[bar.state] || "";
    }

    words(bar) {
        return [
            `${this.laneLabel(bar.lane)}: ${bar.title}`,
            bar.label,
            this.stateLabel(bar),
            ...bar.warnings,
        ].join(" · ");
    }

    shortLane(lane) {
        return fit(lane.label, LABEL_WIDTH - 14);
    }

    shortTitle(bar) {
        return fit(bar.title, WIDTH - bar.x, 5.4);
    }

    /** The limit inside the bar where it fits, else to its right. */
    labelInside(bar) {
        return fit(bar.label, bar.width - 8) === bar.label;
    }

    /** Where there is no room to the right, the table alone says when it ends. */
    endFits(bar) {
        const room = WIDTH - (bar.x + bar.width + 3);
        return fit(bar.end, room) === bar.end;
    }

    /** Numbers of marks near the right edge stand to the left of their line. */
    markAnchor(mark) {
        return mark.x > WIDTH / 2 ? "end" : "start";
    }
}

/** The field widget: a Json field with the drawing. */
export class LanesField extends Component {
    static template = "tthc_base.LanesField";
    static components = { Lanes };
    static props = { ...standardFieldProps };

    get drawing() {
        return this.props.record.data[this.props.name];
    }
}

export const lanesField = {
    component: LanesField,
    displayName: _t("Lanes by agency"),
    supportedTypes: ["json"],
    isEmpty: (record, name) => !record.data[name],
};

registry.category("fields").add("tthc_lanes", lanesField);
