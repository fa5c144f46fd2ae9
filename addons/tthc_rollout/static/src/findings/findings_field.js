import { Component, onMounted } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { reportSection } from "./report_section";

/** What a report lacks, section by section, each with the way to mend it. */
export class FindingsField extends Component {
    static template = "tthc_rollout.FindingsField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        onMounted(() => this.showSection(reportSection.take(), "instant"));
    }

    get findings() {
        return this.props.record.data[this.props.name] || [];
    }

    get editable() {
        return ["draft", "returned"].includes(this.props.record.data.state);
    }

    /** Save what was typed, then go where the thing is mended, or to its section. */
    async mend(finding) {
        if (!(await this.props.record.save())) {
            return;
        }
        const { resModel, resId } = this.props.record;
        const action = await this.orm.call(resModel, "mend", [
            [resId],
            finding.code,
            finding.res_id,
        ]);
        if (action) {
            await this.action.doAction(action, {
                onClose: () => this.props.record.load(),
            });
            return;
        }
        this.showSection(finding.section, "smooth");
    }

    showSection(section, behavior) {
        document
            .getElementById(`readiness_section_${section}`)
            ?.scrollIntoView({ behavior, block: "start" });
    }
}

export const findingsField = {
    component: FindingsField,
    displayName: _t("What a report lacks"),
    supportedTypes: ["json"],
};

registry.category("fields").add("tthc_readiness_findings", findingsField);
