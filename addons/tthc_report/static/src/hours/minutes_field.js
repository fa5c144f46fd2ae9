import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { formatFloatTime } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Shows working minutes as hours and minutes, “12:30”; for facts that nobody edits. */
export class MinutesField extends Component {
    static template = xml`<span t-out="label"/>`;
    static props = { ...standardFieldProps };

    get label() {
        return formatFloatTime(this.props.record.data[this.props.name] / 60);
    }
}

registry.category("fields").add("tthc_minutes", {
    component: MinutesField,
    displayName: _t("Working time"),
    supportedTypes: ["integer"],
    isEmpty: () => false,
});
