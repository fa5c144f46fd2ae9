import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { isoDay } from "./card_parser";

const { DateTime } = luxon;

const WEEKDAYS = [_t("Mon"), _t("Tue"), _t("Wed"), _t("Thu"), _t("Fri"), _t("Sat"), _t("Sun")];

/**
 * A day as the center writes it, such as “Wed 28/03”; with the year unless it is the
 * current one.
 *
 * @param {DateTime} moment
 * @returns {string}
 */
export function dayLabel(moment) {
    const pattern = moment.year === DateTime.now().year ? "dd/MM" : "dd/MM/yyyy";
    return `${WEEKDAYS[moment.weekday - 1]} ${moment.toFormat(pattern)}`;
}

/**
 * An instant of the server on the clock of the user, such as “Wed 28/03, 14:20”.
 *
 * @param {string|false} value naive UTC text
 * @returns {string} empty for no instant
 */
export function momentLabel(value) {
    if (!value) {
        return "";
    }
    const moment = deserializeDateTime(value);
    return `${dayLabel(moment)}, ${moment.toFormat("HH:mm")}`;
}

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
