import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

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
 * An instant as the center writes it, such as “Wed 28/03, 14:20”.
 *
 * @param {DateTime|false} moment
 * @returns {string} empty for no instant
 */
export function dateTimeLabel(moment) {
    return moment ? `${dayLabel(moment)}, ${moment.toFormat("HH:mm")}` : "";
}

/**
 * An instant of the server on the clock of the user.
 *
 * @param {string|false} value naive UTC text
 * @returns {string} empty for no instant
 */
export function momentLabel(value) {
    return dateTimeLabel(value && deserializeDateTime(value));
}
