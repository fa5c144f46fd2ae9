import { Component, useState } from "@odoo/owl";
import { NameAndSignature } from "@web/core/signature/name_and_signature";
import { useService } from "@web/core/utils/hooks";

/** Who takes a parcel: identity or authorisation, money, signature. */
export class DeliverPanel extends Component {
    static template = "tthc_postal.DeliverPanel";
    static components = { NameAndSignature };
    static props = { parcel: Object, onDelivered: Function, onBack: Function };

    setup() {
        this.orm = useService("orm");
        const { parcel } = this.props;
        this.state = useState({
            takenBy: parcel.party,
            somebodyElse: false,
            number: "",
            matched: parcel.identity ? true : null,
            of: "",
            left: parcel.tries_left,
            relation: "",
            authorisation: "",
            onPaper: false,
            cod: parcel.cod,
            fault: "",
            busy: false,
        });
        this.drawn = useState({ name: "", getSignatureImage: () => "", isSignatureEmpty: true });
    }

    get proven() {
        return this.state.matched === true || Boolean(this.state.authorisation.trim());
    }

    get ready() {
        const signed = this.state.onPaper || !this.drawn.isSignatureEmpty;
        return this.proven && signed && this.state.takenBy.trim() && !this.state.busy;
    }

    money(amount) {
        return `${amount.toLocaleString("vi-VN")} đ`;
    }

    async attempt(work) {
        this.state.busy = true;
        this.state.fault = "";
        try {
            await work();
        } catch (error) {
            this.state.fault = error.data?.message || error.message;
        } finally {
            this.state.busy = false;
        }
    }

    call(method, args, kwargs = {}) {
        return this.orm.call("tthc.parcel", method, [[this.props.parcel.id], ...args], kwargs);
    }

    check() {
        return this.attempt(async () => {
            const answer = await this.call("check_identity", [this.state.number]);
            this.state.number = "";
            this.state.matched = answer.match;
            this.state.of = answer.of;
            this.state.left = answer.left;
        });
    }

    deliver() {
        const image = this.drawn.isSignatureEmpty
            ? false
            : this.drawn.getSignatureImage().split(",")[1];
        return this.attempt(async () => {
            await this.call("action_deliver", [], {
                taken_by: this.state.takenBy,
                relation: this.state.relation,
                authorisation: this.state.authorisation,
                signature: image,
                signed_on_paper: this.state.onPaper,
                cod_collected: Number(this.state.cod) || 0,
            });
            await this.props.onDelivered();
        });
    }
}
