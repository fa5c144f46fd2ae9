import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const LOOKS = {
    late: { colour: "danger", icon: "fa-exclamation-triangle" },
    will_be_late: { colour: "danger", icon: "fa-exclamation-circle" },
    tight: { colour: "warning", icon: "fa-hourglass-half" },
    fine: { colour: "success", icon: "fa-check" },
    waiting: { colour: "secondary", icon: "fa-pause" },
};

/** The sum behind a risk: each step, what it usually takes, and what is left. */
export class RiskLines extends Component {
    static template = "tthc_report.RiskLines";
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name] || null;
    }

    get look() {
        return LOOKS[this.value.level];
    }
}

registry.category("fields").add("tthc_risk_lines", {
    component: RiskLines,
    supportedTypes: ["json"],
});
