import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/**
 * Sends files to the server, one row at a time, and tells what became of them.
 *
 * @param {(id: number) => string} addressOf where the files of a row go
 * @param {() => Promise} whenDone called after each sending
 * @returns {{busy: number|false, send: (row: {id, name}, files: File[]) => Promise}}
 */
export function useScanUpload(addressOf, whenDone) {
    const http = useService("http");
    const notification = useService("notification");
    const upload = useState({ busy: false, send });

    function tell(row, { taken, messages }) {
        if (taken) {
            const words = { count: taken, paper: row.name.slice(0, 60) };
            notification.add(_t("%(count)s file(s) taken for “%(paper)s”.", words), {
                type: "success",
            });
        }
        for (const message of messages) {
            notification.add(message, { type: "warning", sticky: true });
        }
    }

    async function send(row, files) {
        if (!files.length || upload.busy) {
            return;
        }
        upload.busy = row.id;
        try {
            const params = { csrf_token: odoo.csrf_token, files };
            tell(row, await http.post(addressOf(row.id), params));
        } catch {
            notification.add(
                _t("The files did not reach the server. Check the line and try again."),
                { type: "danger", sticky: true }
            );
        } finally {
            upload.busy = false;
        }
        await whenDone();
    }
    return upload;
}
