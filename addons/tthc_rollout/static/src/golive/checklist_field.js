import { Component, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const MODEL = "tthc.golive.line";
const STATES = {
    done: "fa-check-square-o text-success",
    waived: "fa-minus-square-o text-muted",
    reported: "fa-square-o text-info",
    todo: "fa-square-o",
};

/**
 * The checklist of a center by section. With the keyboard: arrows go from line to line,
 * Space ticks or undoes, R receives, Enter opens the line, or the list that mends it.
 */
export class GoliveChecklistField extends Component {
    static template = "tthc_rollout.GoliveChecklistField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.root = useRef("root");
        this.busy = false;
    }

    get sections() {
        return this.props.record.data[this.props.name] || [];
    }

    get keys() {
        return _t("Keys: ↑ ↓ go from line to line, Space ticks or undoes, R receives, Enter opens.");
    }

    icon(line) {
        if (line.kind === "live" && line.state !== "waived") {
            return line.settled ? "fa-check-circle text-success" : "fa-exclamation-circle text-danger";
        }
        return STATES[line.state];
    }

    stateLabel(line) {
        if (line.kind === "live" && line.state !== "waived") {
            return line.settled ? _t("In order") : _t("Missing");
        }
        return {
            done: _t("Done"),
            waived: _t("Waived"),
            reported: _t("Reported, to be ticked"),
            todo: _t("To do"),
        }[line.state];
    }

    move(line) {
        return ["tick", "untick", "report"].find((name) => line.can.includes(name));
    }

    moveLabel(line) {
        return { tick: _t("Tick"), untick: _t("Undo the tick"), report: _t("Report as done") }[
            this.move(line)
        ];
    }

    /** One thing at a time: a second click before the answer does nothing. */
    async once(work) {
        if (this.busy) {
            return;
        }
        this.busy = true;
        try {
            if (await this.props.record.save()) {
                await work();
            }
        } finally {
            this.busy = false;
        }
    }

    reload() {
        return this.props.record.load();
    }

    toggle(line) {
        const move = this.move(line);
        if (!move) {
            return this.open(line);
        }
        return this.once(async () => {
            await this.orm.call(MODEL, `action_${move}`, [[line.id]]);
            await this.reload();
        });
    }

    receive(line) {
        return this.once(() =>
            this.action.doAction("tthc_rollout.tthc_golive_act_action_receive", {
                additionalContext: {
                    active_model: MODEL,
                    active_id: line.id,
                    active_ids: [line.id],
                },
                onClose: () => this.reload(),
            })
        );
    }

    mend(line) {
        return this.once(async () => {
            const action = await this.orm.call(MODEL, "action_mend", [[line.id]]);
            await this.action.doAction(action);
        });
    }

    open(line) {
        return this.once(() =>
            this.action.doAction(
                {
                    type: "ir.actions.act_window",
                    name: line.name,
                    res_model: MODEL,
                    res_id: line.id,
                    views: [[false, "form"]],
                    target: "new",
                },
                { onClose: () => this.reload() }
            )
        );
    }

    onKeydown(ev, line) {
        const keys = {
            " ": () => this.toggle(line),
            Enter: () => (line.mend ? this.mend(line) : this.open(line)),
            r: () => line.can.includes("receive") && this.receive(line),
            ArrowDown: () => this.step(ev.currentTarget, 1),
            ArrowUp: () => this.step(ev.currentTarget, -1),
        };
        const act = ev.target === ev.currentTarget && !ev.ctrlKey && !ev.altKey && keys[ev.key];
        if (act) {
            ev.preventDefault();
            ev.stopPropagation();
            act();
        }
    }

    step(row, by) {
        const rows = [...this.root.el.querySelectorAll(".o_tthc_golive_line")];
        rows[rows.indexOf(row) + by]?.focus();
    }
}

export const goliveChecklistField = {
    component: GoliveChecklistField,
    displayName: _t("Checklist by section"),
    supportedTypes: ["json"],
};

registry.category("fields").add("tthc_golive_checklist", goliveChecklistField);
