import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";

/** A half-day at a counter: who is there, who is absent, who could be put there. */
export class RosterCell extends Component {
    static template = "tthc_center_hr.RosterCell";
    static components = { Dropdown, DropdownItem };
    static props = {
        cell: Object,
        isPlanned: Boolean,
        canWrite: Boolean,
        loadCandidates: Function,
        put: Function,
        takeOut: Function,
    };

    setup() {
        this.state = useState({ people: null });
    }

    untrained(person) {
        return _t("Lacks: %s", person.training_gaps);
    }

    async open() {
        this.state.people = null;
        this.state.people = await this.props.loadCandidates();
    }
}
