import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { NameAndSignature } from "@web/core/signature/name_and_signature";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

/** Two sides sign: each with the own login, or with a PIN on the other's device. */
export class SignDialog extends Component {
    static template = "tthc_postal.SignDialog";
    static components = { Dialog, NameAndSignature };
    static props = { sheet: Object, onSigned: Function, close: Function };

    setup() {
        this.orm = useService("orm");
        this.title = _t("Sign the minutes");
        this.state = useState({ sheet: this.props.sheet, people: {}, fault: "", busy: false });
        this.chosen = useState({ a: { id: 0, pin: "" }, b: { id: 0, pin: "" } });
        this.drawn = useState({ name: "", getSignatureImage: () => "", isSignatureEmpty: true });
        onWillStart(async () => {
            for (const side of ["a", "b"]) {
                const people = await this.call("may_sign", side);
                this.state.people[side] = people;
                const own = people.find(({ id }) => id === user.userId);
                this.chosen[side].id = (own || people[0])?.id || 0;
            }
        });
    }

    get id() {
        return this.props.sheet.id;
    }

    call(method, ...args) {
        return this.orm.call("tthc.handover", method, [[this.id], ...args]);
    }

    isSigned(side) {
        return this.state.sheet.signed.includes(side);
    }

    isOwn(side) {
        return this.chosen[side].id === user.userId;
    }

    get image() {
        return this.drawn.isSignatureEmpty ? false : this.drawn.getSignatureImage().split(",")[1];
    }

    async sign(side) {
        const { id, pin } = this.chosen[side];
        this.state.busy = true;
        this.state.fault = "";
        try {
            const sheet = this.isOwn(side)
                ? await this.call("sign", side, this.image)
                : await this.call("sign_with_pin", side, id, pin, this.image);
            this.chosen[side].pin = "";
            this.state.fault = sheet.fault || "";
            this.state.sheet = sheet;
            this.props.onSigned(sheet);
            if (sheet.state === "done") {
                this.props.close();
            }
        } catch (error) {
            this.state.fault = error.data?.message || error.message;
        } finally {
            this.state.busy = false;
        }
    }
}
