import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { dateTimeLabel } from "./moment_label";

/** Shows an instant as “Wed 28/03, 14:20”; for fields that nobody edits. */
export class MomentField extends Component {
    static template = xml`<span t-out="label"/>`;
    static props = { ...standardFieldProps };

    get label() {
        return dateTimeLabel(this.props.record.data[this.props.name]);
    }
}

export const momentField = {
    component: MomentField,
    displayName: _t("Moment"),
    supportedTypes: ["datetime"],
    isEmpty: (record, name) => !record.data[name],
};

registry.category("fields").add("tthc_moment", momentField);
