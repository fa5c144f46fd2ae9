import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { hasTouch } from "@web/core/browser/feature_detection";
import { BarcodeVideoScanner } from "@web/core/barcode/barcode_video_scanner";
import { _t } from "@web/core/l10n/translation";
import { wordsIn } from "./photo_reader";

/**
 * One big field that takes words: scanned, typed, seen by the camera or on a photo.
 *
 * A wedge scanner types into the field; a phone uses its camera, or a photo where the
 * browser gives no camera (only over HTTPS it does).
 */
export class ScanField extends Component {
    static template = "tthc_postal.ScanField";
    static components = { BarcodeVideoScanner };
    static props = {
        placeholder: { type: String, optional: true },
        typed: { type: Boolean, optional: true },
        locked: { type: Boolean, optional: true },
        onWord: Function,
        slots: { type: Object, optional: true },
    };

    setup() {
        this.field = useRef("field");
        this.state = useState({ camera: false, fault: "" });
        this.touch = hasTouch();
        this.timer = null;
        this.placeholder = this.props.placeholder || _t("Scan a folder's label");
        onMounted(() => this.focus());
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    /** A phone that scans needs no keyboard; one that also types does. */
    get inputMode() {
        return this.touch && !this.props.typed ? "none" : "text";
    }

    get cameraPossible() {
        return Boolean(window.isSecureContext && browser.navigator.mediaDevices);
    }

    focus() {
        this.field.el?.focus();
    }

    /** The field keeps the focus, unless somebody has gone to another control. */
    onBlur() {
        this.timer = browser.setTimeout(() => {
            const active = document.activeElement;
            if (!active || active === document.body) {
                this.focus();
            }
        }, 150);
    }

    onKeydown(ev) {
        if (ev.key !== "Enter") {
            return;
        }
        ev.preventDefault();
        this.take(ev.target.value);
        ev.target.value = "";
    }

    take(word) {
        const said = word.trim();
        if (said && !this.props.locked) {
            this.props.onWord(said);
        }
    }

    onCameraFault(error) {
        this.state.camera = false;
        this.state.fault = error.message;
    }

    async onPhoto(ev) {
        const [file] = ev.target.files;
        ev.target.value = "";
        if (!file) {
            return;
        }
        const words = await wordsIn(file);
        this.state.fault = words.length ? "" : _t("No code was found in the photo.");
        words.forEach((word) => this.take(word));
    }
}
