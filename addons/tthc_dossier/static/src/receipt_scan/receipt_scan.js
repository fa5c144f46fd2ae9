/** What a receipt's QR code holds, and how a wedge scanner types it; no DOM in here. */

const LETTERS = "BCGHKLMNPQTV0123456789";
const TOKEN = new RegExp(`(?:^|/hs/)([${LETTERS}]{25})$`, "i");
/** A scanner types so fast; a person does not. In milliseconds between two keys. */
export const FAST = 60;
/** Longer than any address of a receipt. */
const MOST = 300;

/**
 * The token in what was scanned: the word alone or the receipt's address.
 *
 * The letters are those that no Vietnamese typing method rewrites; whatever such a
 * method made of the rest of the address does not matter.
 *
 * @returns {string|null}
 */
export function tokenIn(text) {
    return TOKEN.exec(text.trim())?.[1].toUpperCase() || null;
}

/** Collects keys that come as fast as a scanner's. */
export class KeyBurst {
    constructor() {
        this.clear();
    }

    clear() {
        this.text = "";
        this.last = 0;
    }

    /** @param {string} key one letter @param {number} at milliseconds */
    add(key, at) {
        this.text = at - this.last > FAST ? key : (this.text + key).slice(-MOST);
        this.last = at;
    }

    /** The token, when the Enter came as fast as the letters; forgets them. */
    take(at) {
        const token = at - this.last <= FAST ? tokenIn(this.text) : null;
        this.clear();
        return token;
    }
}
