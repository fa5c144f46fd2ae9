import { browser } from "@web/core/browser/browser";

const DELAY = 1500;

/** Saves a draft a moment after the last change, one request at a time. */
export class DraftKeeper {
    /**
     * @param {() => Promise} save sends the draft as it is now
     */
    constructor(save) {
        this.save = save;
        this.timer = null;
        this.saving = Promise.resolve();
    }

    /** Saves when nothing changes for a moment. */
    schedule() {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.flush(), DELAY);
    }

    /**
     * Saves what waits, at once.
     *
     * @returns {Promise<void>} fulfilled when no request is under way
     */
    flush() {
        if (this.timer) {
            this.cancel();
            this.saving = this.saving.then(() => this.save());
        }
        return this.saving;
    }

    /**
     * Drops what waits.
     *
     * @returns {Promise<void>} fulfilled when no request is under way
     */
    cancel() {
        browser.clearTimeout(this.timer);
        this.timer = null;
        return this.saving;
    }
}
