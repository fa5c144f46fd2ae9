import { Component, status, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { hasWrongBirthDate } from "./intake";

const NOTICES = {
    accents: _t("Letters were lost on the way from the card: compare the name with it."),
    typing: _t("A Vietnamese typing method changed the scan: switch it off, compare the name."),
    birth: _t("The birth date of the card could not be read: enter it."),
};

/** Who a dossier belongs to, or who brings it (the compact form). */
export class ApplicantForm extends Component {
    static template = "tthc_dossier.ApplicantForm";
    static props = {
        person: Object,
        name: String,
        finder: Object,
        compact: { type: Boolean, optional: true },
    };
    static defaultProps = { compact: false };

    setup() {
        this.person = useState(this.props.person);
        this.state = useState({ matches: [] });
        this.root = useRef("root");
    }

    get wrongBirthDate() {
        return hasWrongBirthDate(this.person);
    }

    get notices() {
        return this.person.notices.map((notice) => NOTICES[notice]);
    }

    get identityLabel() {
        return this.person.kind === "person" ? _t("Identity no.") : _t("Tax code");
    }

    async findByIdentity() {
        await this.props.finder.byIdentity(this.person);
        if (this.person.known) {
            // What the register filled in while the clerk went on needs no typing.
            this.afterDrawing(() => this.leaveIfFilled("name"));
        }
    }

    async findByPhone() {
        this.state.matches = await this.props.finder.byPhone(this.person);
        if (this.state.matches.length) {
            this.afterDrawing(() => this.root.el.querySelector(".o_tthc_match").focus());
        }
    }

    choose(match) {
        this.props.finder.take(this.person, match);
        this.state.matches = [];
        this.root.el.querySelector("[name=name]").focus();
    }

    /** Enter goes to the next blank field, as clerks are used to; keys typed ahead follow. */
    onKeydown(ev) {
        if (ev.key === "Enter" && ev.target.matches("input, select")) {
            ev.preventDefault();
            this.leave(ev.target);
        }
    }

    leave(field) {
        const fields = [...this.root.el.querySelectorAll("input, select")];
        const rest = fields.slice(fields.indexOf(field) + 1);
        const next = rest.find((element) => !element.value) || rest[0];
        next?.focus();
    }

    leaveIfFilled(name) {
        const field = document.activeElement;
        if (this.root.el.contains(field) && field.name === name && field.value) {
            this.leave(field);
        }
    }

    afterDrawing(callback) {
        browser.requestAnimationFrame(() =>
            browser.setTimeout(() => status(this) === "mounted" && callback())
        );
    }
}
