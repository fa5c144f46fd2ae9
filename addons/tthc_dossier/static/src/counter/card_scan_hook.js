import { browser } from "@web/core/browser/browser";
import { onWillUnmount, useExternalListener } from "@odoo/owl";

const BAR = "|";
/** What stands before the first bar of a citizen's card. */
const CARD_START = /\d{12}$/;
const SCAN_IN_TEXT = /\d{12}\|[^]*$/;
/** A wedge scanner that sends no Enter has ended when nothing came for so long. */
const SILENCE = 250;

/**
 * Catches a citizen's card that a wedge scanner types anywhere on the screen.
 *
 * The first bar after twelve digits tells a scan. From there on the keys go nowhere
 * else, and the twelve digits are taken out of the field that they were typed into.
 * Text that a typing method (Unikey, Telex) puts into a field without keys, and pasted
 * text, is taken out of the field before anybody else reads it.
 *
 * @param {(raw: string, target: EventTarget) => void} onScan gets the text once
 */
export function useCardScan(onScan) {
    let typed = "";
    let scan = null;

    function start(digits, target, read) {
        scan = { text: digits, target, read, timer: null };
        wait();
    }

    function wait() {
        browser.clearTimeout(scan.timer);
        scan.timer = browser.setTimeout(finish, SILENCE);
    }

    function finish() {
        const { text, target, read, timer } = scan;
        browser.clearTimeout(timer);
        scan = null;
        typed = "";
        onScan(read ? read() : text, target);
    }

    function onKeydown(ev) {
        if (scan) {
            takeKey(ev);
            return;
        }
        if (ev.key === BAR && CARD_START.test(typed)) {
            const digits = typed.match(CARD_START)[0];
            swallow(ev);
            start(digits + BAR, ev.target);
            removeFromField(ev.target, digits);
            return;
        }
        if (ev.key?.length === 1) {
            typed = (typed + ev.key).slice(-12);
        } else if (ev.key !== "Shift") {
            typed = "";
        }
    }

    function takeKey(ev) {
        if (ev.key === "Enter" || ev.key === "Tab") {
            swallow(ev);
            finish();
        } else if (!scan.read) {
            swallow(ev);
            scan.text += ev.key?.length === 1 ? ev.key : "";
            wait();
        }
    }

    function onInput(ev) {
        const field = ev.target;
        if (!isTextField(field) || (!SCAN_IN_TEXT.test(field.value) && !scan?.read)) {
            return;
        }
        ev.stopImmediatePropagation();
        if (scan) {
            wait();
        } else {
            start("", field, () => takeFromField(field));
        }
    }

    useExternalListener(window, "keydown", onKeydown, { capture: true });
    useExternalListener(window, "input", onInput, { capture: true });
    onWillUnmount(() => browser.clearTimeout(scan?.timer));
}

function swallow(ev) {
    ev.preventDefault();
    ev.stopImmediatePropagation();
}

function isTextField(element) {
    return element?.matches?.("input:not([type=checkbox]), textarea");
}

function removeFromField(field, digits) {
    if (isTextField(field) && field.value.includes(digits)) {
        setValue(field, field.value.replace(digits, ""));
    }
}

function takeFromField(field) {
    const raw = SCAN_IN_TEXT.exec(field.value)?.[0] || "";
    setValue(field, field.value.replace(SCAN_IN_TEXT, ""));
    return raw;
}

function setValue(field, value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
}
