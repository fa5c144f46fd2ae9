/* global luxon */

import { fit, rowsOfBars } from "./lanes_layout";

/** Where the bars of a plan stand, in pixels; no DOM in here. */

export const NAME_WIDTH = 210;
export const HEAD = 52;
export const LINE = 24;
export const THICK = 15;
const PAD = 5;
const TEXT_MOST = 230;
const PER_LETTER = 6.3;
const GAP = 5;
const LEAST_BAR = 4;
/** A bar so long carries its words on a plate: its end may be far out of sight. */
const PLATE_FROM = 420;
/** Pixels a day, from which on each day has its number. */
const DAYS_FROM = 18;
const MONTH_LEAST = 26;
const WEEK_LEAST = 34;
export const ZOOMS = { month: 6, week: 26 };

/**
 * Pixels a day. By months a short plan is stretched to the width of the screen; by
 * weeks it is twice as wide at least.
 *
 * @param {string} zoom key of ZOOMS
 * @param {number} length days
 * @param {number} room pixels beside the names
 */
export function dayWidth(zoom, length, room) {
    const month = Math.max(ZOOMS.month, Math.floor((room / length) * 10) / 10);
    return zoom === "month" ? month : Math.max(ZOOMS.week, 2 * month);
}

/**
 * A bar and its words: beside it, to its left where the axis ends, on a plate where
 * it is long.
 */
function placed(bar, perDay, width) {
    const x = bar.from * perDay;
    const wide = Math.max(LEAST_BAR, (bar.to - bar.from) * perDay);
    const warning = bar.warnings.length ? "⚠ " : "";
    const text = fit(warning + bar.title, TEXT_MOST, PER_LETTER);
    const room = text.length * PER_LETTER + GAP;
    const plate = wide >= PLATE_FROM;
    const left = !plate && x + wide + room > width && x > room;
    return {
        ...bar,
        x,
        width: wide,
        text,
        plate: plate ? room + GAP : 0,
        textX: left ? x - GAP : plate ? x + 2 * GAP : x + wide + GAP,
        anchor: left ? "end" : "start",
        from: left ? x - room : x,
        to: left || plate ? x + wide : x + wide + room,
    };
}

/** One lane: bars that would cover each other, words included, go below one another. */
export function laneLayout(lane, perDay, width) {
    const bars = lane.bars.map((bar) => ({ ...placed(bar, perDay, width), lane: 0 }));
    const rows = rowsOfBars(bars);
    return {
        ...lane,
        bars: bars.map((bar, index) => ({ ...bar, y: PAD + rows[index] * LINE })),
        height: 2 * PAD + LINE * Math.max(1, ...rows.map((row) => row + 1)) - 4,
    };
}

/**
 * Months, weeks and, from close by, days of the axis.
 *
 * @param {string} first ISO date of a Monday
 * @param {number} length days
 * @param {number} perDay pixels
 */
export function heads(first, length, perDay) {
    const start = luxon.DateTime.fromISO(first);
    const months = [];
    const weeks = [];
    const days = [];
    for (let at = 0; at < length; at++) {
        const day = start.plus({ days: at });
        const key = day.toFormat("MM/yyyy");
        if (!months.length || months.at(-1).key !== key) {
            months.push({ key, x: at * perDay, width: 0 });
        }
        months.at(-1).width += perDay;
        if (at % 7 === 0) {
            weeks.push({ x: at * perDay, label: day.toFormat("dd/MM") });
        }
        if (perDay >= DAYS_FROM) {
            days.push({ x: at * perDay, width: perDay, label: day.toFormat("d") });
        }
    }
    for (const month of months) {
        month.label = month.width >= MONTH_LEAST * 2 ? month.key : "";
    }
    const step = Math.ceil(WEEK_LEAST / (7 * perDay));
    weeks.forEach((week, index) => (week.label = index % step ? "" : week.label));
    return { months, weeks, days };
}

/** The whole board: sections of lanes, what is shaded, marks and heads. */
export function boardLayout(drawing, perDay) {
    const width = drawing.length * perDay;
    const scaled = (rows) => rows.map((row) => ({ ...row, x: row.at * perDay }));
    return {
        width,
        heads: heads(drawing.first, drawing.length, perDay),
        today: drawing.today.at * perDay,
        sections: drawing.sections.map((section) => ({
            ...section,
            shades: section.shades.map((shade) => ({
                ...shade,
                x: shade.from * perDay,
                width: (shade.to - shade.from) * perDay,
            })),
            marks: scaled(section.marks),
            lanes: section.lanes.map((lane) => laneLayout(lane, perDay, width)),
        })),
    };
}
