import { Component, useState } from "@odoo/owl";
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

    async open() {
        this.state.people = null;
        this.state.people = await this.props.loadCandidates();
    }
}
