const { DateTime } = luxon;

/**
 * A day so many days later.
 *
 * @param {string} day YYYY-MM-DD
 * @param {number} count
 * @returns {string} YYYY-MM-DD
 */
export function addDays(day, count) {
    return DateTime.fromISO(day).plus({ days: count }).toISODate();
}

/**
 * A day as people write it.
 *
 * @param {string} day YYYY-MM-DD
 * @returns {string} dd/mm/yyyy
 */
export function shortDay(day) {
    return DateTime.fromISO(day).toFormat("dd/MM/yyyy");
}
