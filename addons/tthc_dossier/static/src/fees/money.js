/**
 * @param {number} amount đồng
 * @returns {string} thousands parted by dots, no decimals: "1.015.000"
 */
export function moneyText(amount) {
    const digits = String(Math.abs(Math.round(amount)));
    const parted = digits.replace(/\B(?=(\d{3})+(?!\d))/g, ".");
    return amount < 0 ? `-${parted}` : parted;
}

/**
 * @param {string} text as typed: "100000", "100.000", "100 000"
 * @returns {number} đồng, 0 for nothing
 */
export function parseMoney(text) {
    return Number(String(text).replace(/\D/g, "")) || 0;
}

const NOTES = [10000, 20000, 50000, 100000, 200000, 500000];

/**
 * What a payer is likely to put on the desk: the exact sum, or the next notes.
 *
 * @param {number} total đồng
 * @returns {number[]} at most four sums, the exact one first
 */
export function likelySums(total) {
    const rounded = NOTES.map((note) => Math.ceil(total / note) * note);
    return [...new Set([total, ...rounded])]
        .filter((sum) => sum >= total)
        .sort((one, other) => one - other)
        .slice(0, 4);
}
