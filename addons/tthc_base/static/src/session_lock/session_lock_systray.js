import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

export class SessionLockSystray extends Component {
    static template = "tthc_base.SessionLockSystray";
    static props = {};

    setup() {
        this.sessionLock = useService("tthc_session_lock");
    }
}

registry
    .category("systray")
    .add("tthc_base.session_lock", { Component: SessionLockSystray }, { sequence: 5 });
