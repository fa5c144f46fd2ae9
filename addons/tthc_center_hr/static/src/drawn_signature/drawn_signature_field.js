import { registry } from "@web/core/registry";
import { SignatureDialog } from "@web/core/signature/signature_dialog";
import { SignatureField, signatureField } from "@web/views/fields/signature/signature_field";

/** A signature that the person draws: a typed name would be whoever clicks. */
export class DrawnSignatureField extends SignatureField {
    onClickSignature() {
        if (this.props.readonly) {
            return;
        }
        this.dialogService.add(SignatureDialog, {
            defaultName: "",
            nameAndSignatureProps: {
                displaySignatureRatio: 3,
                mode: "draw",
                noInputName: true,
                signatureType: "signature",
            },
            uploadSignature: (signature) => this.uploadSignature(signature),
        });
    }
}

registry.category("fields").add("tthc_drawn_signature", {
    ...signatureField,
    component: DrawnSignatureField,
});
