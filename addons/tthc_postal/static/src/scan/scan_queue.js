import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";

/** How long to wait before a scan is sent again, in milliseconds. */
export const RETRY = 2000;

const EXPIRED = "odoo.http.SessionExpiredException";

/** A word that names one scan: the server takes each once. */
export function newKey() {
    return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}

/**
 * Scans that wait to go up, each with a key of its own.
 *
 * They are kept in the browser until the server has answered: a lost connection, a
 * reload or a flat battery loses none, and because the server knows the key, a scan
 * that went up twice counts once.
 */
export class ScanQueue {
    /**
     * @param {string} name what the scans belong to, such as “minutes-12”
     * @param {(item: {key: string, word: string, force: boolean}) => Promise<Object>} send
     * @param {(item: Object, answer: Object) => void} onAnswer
     * @param {() => void} onChange called when what waits, or the line, changes
     */
    constructor(name, send, onAnswer, onChange) {
        this.place = `tthc_scan.${name}`;
        this.send = send;
        this.onAnswer = onAnswer;
        this.onChange = onChange;
        this.items = JSON.parse(browser.localStorage.getItem(this.place) || "[]");
        this.offline = false;
        this.running = false;
        this.timer = null;
    }

    get length() {
        return this.items.length;
    }

    /** Keeps a scan and sends it as soon as those before it have gone up. */
    add(word, force = false) {
        this.items.push({ key: newKey(), word, force });
        this.keep();
        return this.flush();
    }

    /** Sends what waits, in order, one at a time. */
    async flush() {
        browser.clearTimeout(this.timer);
        if (this.running) {
            return;
        }
        this.running = true;
        try {
            while (this.items.length) {
                const item = this.items[0];
                let answer;
                try {
                    answer = await this.send(item);
                } catch (error) {
                    this.later(error);
                    return;
                }
                this.items.shift();
                this.offline = false;
                this.keep();
                this.onAnswer(item, answer);
            }
        } finally {
            this.running = false;
        }
    }

    /**
     * Without a line the scan waits, and until a new login when the session is over;
     * what the server refuses is told and dropped.
     */
    later(error) {
        if (error.exceptionName === EXPIRED) {
            this.offline = true;
            this.onChange();
            throw error; // The client asks for a new login.
        }
        if (error instanceof ConnectionLostError) {
            this.offline = true;
            this.onChange();
            this.timer = browser.setTimeout(() => this.flush(), RETRY);
            return;
        }
        const item = this.items.shift();
        this.keep();
        const message = error.data?.message || error.message;
        this.onAnswer(item, { result: "fault", message, code: item.word });
        this.timer = browser.setTimeout(() => this.flush(), 0);
    }

    /** Stops trying; what waits stays in the browser. */
    stop() {
        browser.clearTimeout(this.timer);
    }

    keep() {
        if (this.items.length) {
            browser.localStorage.setItem(this.place, JSON.stringify(this.items));
        } else {
            browser.localStorage.removeItem(this.place);
        }
        this.onChange();
    }
}
