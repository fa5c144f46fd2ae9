import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { reportSection } from "../findings/report_section";

const ICONS = {
    red: "fa-exclamation-circle",
    amber: "fa-exclamation-triangle",
    green: "fa-check",
    grey: "fa-minus",
};

/**
 * How an agency stands in one column of the board. A click opens the report at that
 * section, or the list that is counted.
 */
export class StandingField extends Component {
    static template = "tthc_rollout.StandingField";
    static props = {
        ...standardFieldProps,
        section: { type: Number, optional: true },
        method: { type: String, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get cell() {
        return this.props.record.data[this.props.name] || { level: "grey", words: "" };
    }

    get icon() {
        return ICONS[this.cell.level];
    }

    async onClick(ev) {
        if (!this.props.method) {
            // The row opens the report by itself, with next and previous.
            reportSection.wanted = this.props.section;
            return;
        }
        ev.stopPropagation();
        const { resModel, resId } = this.props.record;
        await this.action.doAction(
            await this.orm.call(resModel, this.props.method, [[resId]])
        );
    }
}

export const standingField = {
    component: StandingField,
    displayName: _t("Standing of an agency"),
    supportedTypes: ["json"],
    isEmpty: () => false,
    extractProps: ({ options }) => ({ section: options.section, method: options.method }),
};

registry.category("fields").add("tthc_readiness_standing", standingField);
