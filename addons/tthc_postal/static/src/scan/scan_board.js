import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { hasTouch } from "@web/core/browser/feature_detection";
import { BarcodeVideoScanner } from "@web/core/barcode/barcode_video_scanner";
import { _t } from "@web/core/l10n/translation";
import { wordsIn } from "./photo_reader";

/**
 * One big field that takes every scan, what it meant, and how far one is.
 *
 * A wedge scanner types into the field; a phone uses its camera, or a photo where the
 * browser gives no camera (only over HTTPS it does). What a scan means is the owner's
 * affair: this component knows words, answers and numbers.
 */
export class ScanBoard extends Component {
    static template = "tthc_postal.ScanBoard";
    static components = { BarcodeVideoScanner };
    static props = {
        count: Number,
        expected: Number,
        last: { type: [Object, { value: null }], optional: true },
        pending: Number,
        offline: Boolean,
        locked: { type: Boolean, optional: true },
        onWord: Function,
        onForce: { type: Function, optional: true },
        onExtra: { type: Function, optional: true },
        slots: { type: Object, optional: true },
    };

    setup() {
        this.field = useRef("field");
        this.state = useState({ camera: false, fault: "" });
        this.touch = hasTouch();
        this.timer = null;
        onMounted(() => this.focus());
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    get cameraPossible() {
        return Boolean(window.isSecureContext && browser.navigator.mediaDevices);
    }

    get resultLabel() {
        return {
            right: _t("Right"),
            twice: _t("Twice"),
            wrong_stop: _t("Wrong stop"),
            unexpected: _t("Not expected"),
            unknown: _t("Unknown"),
            fault: _t("Not taken"),
        }[this.props.last?.result];
    }

    get icon() {
        return {
            right: "fa-check-circle",
            twice: "fa-clone",
            wrong_stop: "fa-map-signs",
            unexpected: "fa-question-circle",
            unknown: "fa-ban",
            fault: "fa-exclamation-triangle",
        }[this.props.last?.result];
    }

    /** Whether what was scanned last can be noted as one too many. */
    get isStrange() {
        const strange = ["wrong_stop", "unexpected", "unknown"];
        return strange.includes(this.props.last?.result) && this.props.onExtra;
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
