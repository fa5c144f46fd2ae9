import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { redirect } from "@web/core/utils/urls";
import { clearUncommittedChanges } from "@web/webclient/actions/action_service";

const HOTKEY = "alt+l";
const CHECK_IDENTITY = "odoo.addons.auth_timeout.models.ir_http.CheckIdentityException";
// A form that can't be saved asks its user what to do. A lock can't wait for an answer.
const MAX_SAVE_TIME = 2000;

/**
 * Locks the shared PC of a counter at once.
 *
 * The page is hidden, what can be saved is saved, the server locks the session, and
 * every tab of the browser leaves for Odoo's page that asks for the password. That
 * page is a new document: nothing of a dossier stays in the DOM behind it.
 */
export const sessionLockService = {
    dependencies: ["command"],

    start(env, { command }) {
        const channel = new BroadcastChannel("tthc_session_lock");
        let leaving = false;
        channel.addEventListener("message", leave);

        // No question about unsaved changes may keep the page on the screen.
        browser.addEventListener(
            "beforeunload",
            (ev) => leaving && ev.stopImmediatePropagation(),
            { capture: true }
        );

        // What a request in flight is refused after the lock is no error of anybody:
        // it gets no answer any more, like the page that sent it.
        patch(rpc, {
            _rpc() {
                const request = super._rpc(...arguments);
                const answer = request.catch((error) => {
                    if (leaving && error.exceptionName === CHECK_IDENTITY) {
                        return new Promise(() => {});
                    }
                    throw error;
                });
                return Object.assign(answer, { abort: request.abort });
            },
        });

        function hide(hidden) {
            leaving = hidden;
            document.body.classList.toggle("o_tthc_locked", hidden);
        }

        function leave() {
            hide(true);
            const { pathname, search } = browser.location;
            const back = encodeURIComponent(pathname + search);
            redirect(`/auth-timeout/check-identity?redirect=${back}`);
        }

        async function save() {
            // What is being typed reaches the form when its field loses the focus.
            document.activeElement?.blur();
            await new Promise((resolve) => browser.setTimeout(resolve));
            const timeout = new Promise((resolve) => browser.setTimeout(resolve, MAX_SAVE_TIME));
            await Promise.race([clearUncommittedChanges(env), timeout]);
        }

        /**
         * Lock the session. When the server can't be reached the page comes back with
         * the error: nobody walks away from a PC that only looks locked.
         */
        async function lock() {
            hide(true);
            try {
                await save();
                await rpc("/tthc/session/lock");
            } catch (error) {
                hide(false);
                throw error;
            }
            channel.postMessage("locked");
            leave();
        }

        command.add(_t("Lock this computer"), lock, {
            global: true,
            hotkey: HOTKEY,
            hotkeyOptions: { bypassEditableProtection: true },
        });

        return { lock };
    },
};

registry.category("services").add("tthc_session_lock", sessionLockService);

registry.category("user_menuitems").add("tthc_session_lock", (env) => ({
    type: "item",
    id: "tthc_session_lock",
    description: _t("Lock this computer"),
    callback: () => env.services.tthc_session_lock.lock(),
    sequence: 65,
}));
