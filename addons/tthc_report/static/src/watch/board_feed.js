import { onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";

/** How often the figures are asked for while all is well, in milliseconds. */
export const EVERY = 60_000;
/** The longest wait after failures. */
const AT_MOST = 300_000;

/**
 * The figures of the day, fresh every minute. A lost line or a server that starts anew
 * leaves the last figures with their hour, and is asked again ever more seldom.
 */
export function useBoardFeed() {
    const orm = useService("orm");
    const feed = useState({ board: null, fault: "", failures: 0 });
    let timer = null;
    let gone = false;

    async function ask() {
        clearTimeout(timer);
        try {
            feed.board = await orm.silent.call("tthc.watch", "board", []);
            feed.fault = "";
            feed.failures = 0;
        } catch (error) {
            feed.failures++;
            feed.fault = wordsOf(error);
        }
        if (!gone) {
            timer = setTimeout(ask, Math.min(EVERY * 2 ** feed.failures, AT_MOST));
        }
    }

    function askNow() {
        feed.failures = 0;
        return ask();
    }

    onWillStart(ask);
    onMounted(() => window.addEventListener("online", askNow));
    onWillUnmount(() => {
        gone = true;
        clearTimeout(timer);
        window.removeEventListener("online", askNow);
    });
    return { feed, askNow };
}

function wordsOf(error) {
    if (error instanceof ConnectionLostError) {
        return _t("No connection");
    }
    if (error.exceptionName === "odoo.http.SessionExpiredException") {
        return _t("Logged out: log in again");
    }
    return error.data?.message || _t("No answer from the server");
}
