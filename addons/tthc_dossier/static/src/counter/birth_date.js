import { isoDay } from "./card_parser";

/**
 * Reads a birth date as clerks type it: 28/03/1990, 28-3-1990 or 28031990.
 *
 * @param {string} text
 * @returns {string|false} ISO date, or false when it is no day
 */
export function parseBirthDate(text) {
    const parts = text.trim().split(/[\s/.-]+/);
    const digits = parts.map((part) => part.padStart(2, "0")).join("");
    return isoDay(digits);
}

/**
 * @param {string|false} iso ISO date
 * @returns {string} dd/mm/yyyy, empty for no date
 */
export function birthDateText(iso) {
    return iso ? iso.split("-").reverse().join("/") : "";
}
