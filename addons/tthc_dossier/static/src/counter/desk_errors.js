import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

/**
 * What a failed request says to the clerk.
 *
 * @param {Error} error as the ORM service throws it
 * @returns {string} a sentence
 * @throws {Error} the error itself when it is a fault of the screen
 */
export function errorSentence(error) {
    if (error instanceof ConnectionLostError) {
        return _t("The server can't be reached. What you typed is kept: try again.");
    }
    if (error instanceof RPCError) {
        return error.data?.message || error.message;
    }
    throw error;
}
