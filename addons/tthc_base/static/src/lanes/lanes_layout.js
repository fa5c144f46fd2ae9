/** Where lanes, bars and marks stand in the drawing; no DOM in here. */

export const WIDTH = 960;
export const LABEL_WIDTH = 190;
export const RIGHT = 24;
export const TOP = 26;
export const ROW = 40;
export const BAR = 20;
const MIN_BAR = 6;
const STEPS = [1, 2, 5, 10, 20, 30, 50, 100];
const MOST_TICKS = 12;

/** Length of the axis: everything that ends or is marked, and never nothing. */
export function axisLength({ bars, marks = [] }) {
    return Math.max(1, ...bars.map((bar) => bar.to), ...marks.map((mark) => mark.at));
}

/** Round numbers along the axis, at most a dozen. */
export function defaultTicks(length) {
    const step =
        STEPS.find((candidate) => length / candidate <= MOST_TICKS) ||
        Math.ceil(length / MOST_TICKS);
    const ticks = [];
    for (let at = 0; at <= length; at += step) {
        ticks.push({ at, label: `${at}` });
    }
    return ticks;
}

/**
 * Row of each bar within its lane: bars that overlap in time go below one another.
 *
 * @returns {number[]} in the order of the bars
 */
export function rowsOfBars(bars) {
    const ends = new Map();
    return bars.map((bar) => {
        const rows = ends.get(bar.lane) || [];
        ends.set(bar.lane, rows);
        let row = rows.findIndex((end) => end <= bar.from);
        row = row < 0 ? rows.length : row;
        rows[row] = bar.to;
        return row;
    });
}

/** Positions in the units of the view box. */
export function layout(drawing) {
    const length = axisLength(drawing);
    const scale = (WIDTH - LABEL_WIDTH - RIGHT) / length;
    const x = (at) => LABEL_WIDTH + at * scale;
    const rows = rowsOfBars(drawing.bars);
    const lanes = [];
    let y = TOP;
    for (const lane of drawing.lanes) {
        const own = rows.filter((_row, index) => drawing.bars[index].lane === lane.key);
        const height = ROW * Math.max(1, ...own.map((row) => row + 1));
        lanes.push({ ...lane, y, height });
        y += height;
    }
    const laneByKey = new Map(lanes.map((lane) => [lane.key, lane]));
    const bars = drawing.bars.map((bar, index) => {
        const width = Math.max(MIN_BAR, (bar.to - bar.from) * scale);
        const left = Math.min(x(bar.from), WIDTH - RIGHT - width);
        return {
            ...bar,
            index,
            x: left,
            y: laneByKey.get(bar.lane).y + rows[index] * ROW + 4,
            width,
            warnings: bar.warnings || [],
        };
    });
    return {
        lanes,
        bars,
        marks: (drawing.marks || []).map((mark) => ({ ...mark, x: x(mark.at) })),
        ticks: (drawing.ticks || defaultTicks(length)).map((tick) => ({
            ...tick,
            x: x(tick.at),
        })),
        bottom: y,
        height: y + 22,
    };
}

/** What is under way, or does not count, is striped; so is what is late half-way. */
export function isStriped(bar) {
    return (
        ["running", "stopped"].includes(bar.state) ||
        (bar.state === "late" && bar.done !== undefined)
    );
}

/** A text cut so that it fits a width, with an ellipsis. */
export function fit(text, width, perLetter = 6.2) {
    const letters = Math.floor(width / perLetter);
    if (text.length <= letters) {
        return text;
    }
    return letters < 3 ? "" : `${text.slice(0, letters - 1).trimEnd()}…`;
}
