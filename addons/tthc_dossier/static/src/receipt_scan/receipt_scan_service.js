import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { KeyBurst } from "./receipt_scan";

/**
 * Opens the dossier (of a group receipt: the dossiers) of a receipt that is scanned anywhere in the backend.
 *
 * Keys go where they are meant to go: a field that somebody types into keeps them, and
 * its owner (the counter, the scan desk) decides what a scan means there. Only what is
 * typed into nothing is a scan for everybody.
 */
export const receiptScanService = {
    dependencies: ["action", "notification", "orm"],
    start(env, { action, notification, orm }) {
        const burst = new KeyBurst();

        async function open(token) {
            const opened = await orm.call("tthc.dossier", "open_receipt", [token]);
            if (!opened) {
                notification.add(
                    _t("No dossier that you may see belongs to this receipt."),
                    { type: "warning" }
                );
                return;
            }
            await action.doAction(opened);
        }

        function onKeydown(ev) {
            if (ev.ctrlKey || ev.altKey || ev.metaKey || isTypedInto(ev.target)) {
                burst.clear();
                return;
            }
            if (ev.key?.length === 1) {
                burst.add(ev.key, ev.timeStamp);
                return;
            }
            if (ev.key !== "Enter") {
                return;
            }
            const token = burst.take(ev.timeStamp);
            if (token) {
                ev.preventDefault();
                ev.stopPropagation();
                return open(token);
            }
        }

        window.addEventListener("keydown", onKeydown, { capture: true });
        return { open };
    },
};

function isTypedInto(target) {
    return Boolean(
        target?.closest?.(
            "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true]"
        )
    );
}

registry.category("services").add("tthc_receipt_scan", receiptScanService);
