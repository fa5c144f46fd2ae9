import { Component, onMounted, onPatched, useExternalListener, useRef, useState } from "@odoo/owl";
import { usePopover } from "@web/core/popover/popover_hook";
import { NAME_WIDTH, HEAD, THICK, boardLayout, dayWidth } from "./lanes_board_layout";
import { nextId, stateLabels } from "./lanes";
import { isStriped } from "./lanes_layout";

const BAR = ".tthc_lanes_bar";
const SCROLLBAR = 18;

/** What a bar is about, for mouse, finger and keyboard. */
export class LanesCard extends Component {
    static template = "tthc_base.LanesCard";
    static props = { bar: Object, lane: Object, open: Function, close: { optional: true } };

    get stateLabel() {
        return stateLabels()[this.props.bar.state];
    }
}

/**
 * Many agencies as lanes below one another, their plans as bars along days; heads and
 * names stay in sight. Lanes out of sight are not painted (`content-visibility`).
 *
 * The drawing comes from the server as
 * {axis, first (ISO date of a Monday), length (days), today: {at, label},
 *  sections: [{key, label, shades: [{from, to, label}], marks: [{at, label}],
 *   lanes: [{key, label,
 *    bars: [{id, from, to, title, detail, partners, dates, state, done (percent),
 *            warnings}]}]}]}; positions are days from the first.
 */
export class LanesBoard extends Component {
    static template = "tthc_base.LanesBoard";
    static props = {
        drawing: Object,
        zoom: String,
        openBar: Function,
        scroll: { type: Object, optional: true },
        slots: { type: Object, optional: true },
    };

    setup() {
        this.id = nextId();
        this.root = useRef("root");
        this.card = usePopover(LanesCard, {
            position: "bottom-start",
            setActiveElement: false,
            popoverClass: "tthc_lanes_popover",
        });
        this.state = useState({ room: 0 });
        Object.assign(this, { HEAD, NAME_WIDTH, THICK, isStriped });
        useExternalListener(window, "resize", () => this.measure());
        onMounted(() => {
            this.measure();
            this.arrive();
        });
        onPatched(() => {
            if (this.shown !== this.props.zoom) {
                this.arrive();
            }
        });
    }

    /** Reckoned once for what is drawn, however often a bar is pointed at. */
    get layout() {
        const { drawing, zoom } = this.props;
        const perDay = dayWidth(zoom, drawing.length, this.state.room);
        if (this.reckoned?.drawing !== drawing || this.reckoned.perDay !== perDay) {
            const board = boardLayout(drawing, perDay);
            this.reckoned = { drawing, perDay, board };
        }
        return this.reckoned.board;
    }

    get manySections() {
        return this.props.drawing.sections.length > 1;
    }

    measure() {
        this.state.room = this.root.el.clientWidth - NAME_WIDTH - SCROLLBAR;
    }

    /** Where one was before, else today at the left third. */
    arrive() {
        const { scroll, zoom } = this.props;
        const element = this.root.el;
        if (scroll?.zoom === zoom && this.shown === undefined) {
            element.scrollTo(scroll.left, scroll.top);
        } else {
            element.scrollLeft = this.layout.today - this.state.room / 3;
        }
        this.shown = zoom;
    }

    /** Where one is, to come back to. */
    position() {
        const { scrollLeft: left, scrollTop: top } = this.root.el;
        return { left, top, zoom: this.props.zoom };
    }

    words(lane, bar) {
        return [
            `${lane.label}: ${bar.title}`,
            bar.dates,
            `${bar.done} %`,
            stateLabels()[bar.state],
            ...bar.warnings,
        ].join(" · ");
    }

    /** The bar that something happened on. */
    found(ev) {
        const element = ev.target.closest?.(BAR);
        if (!element) {
            return null;
        }
        const [section, lane, bar] = element.dataset.at.split("/").map(Number);
        const ofLane = this.props.drawing.sections[section].lanes[lane];
        return { element, lane: ofLane, bar: ofLane.bars[bar] };
    }

    show(found) {
        this.shownFor = found.element;
        this.card.open(found.element.querySelector(".tthc_lanes_box"), {
            bar: found.bar,
            lane: found.lane,
            open: () => this.open(found),
        });
    }

    hide() {
        this.shownFor = null;
        this.card.close();
    }

    open(found) {
        this.hide();
        this.props.openBar(found.bar.id, this.position());
    }

    onPoint(ev) {
        const found = this.found(ev);
        if (ev.pointerType === "touch" || found?.element === this.shownFor) {
            return;
        }
        found ? this.show(found) : this.hide();
    }

    /** A finger sees first and opens from the card; a mouse has seen already. */
    onClick(ev) {
        const found = this.found(ev);
        if (!found) {
            this.hide();
        } else if (ev.pointerType === "touch") {
            this.show(found);
        } else {
            this.open(found);
        }
    }

    onFocus(ev) {
        const found = this.found(ev);
        if (found?.element.matches(":focus-visible")) {
            this.makeStop(found.element);
            this.show(found);
        }
    }

    /** The card stays while its own button has the focus. */
    onBlur(ev) {
        if (!ev.relatedTarget?.closest(".tthc_lanes_popover")) {
            this.hide();
        }
    }

    /** One stop of the tab key for the whole board, at the bar that was left. */
    makeStop(element) {
        for (const other of this.root.el.querySelectorAll(`${BAR}[tabindex="0"]`)) {
            other.setAttribute("tabindex", "-1");
        }
        element.setAttribute("tabindex", "0");
    }

    onKey(ev) {
        const found = this.found(ev);
        if (!found) {
            return;
        }
        if (["Enter", " "].includes(ev.key)) {
            ev.preventDefault();
            this.open(found);
        } else if (ev.key === "Escape") {
            this.hide();
        } else if (ev.key.startsWith("Arrow") || ["Home", "End"].includes(ev.key)) {
            ev.preventDefault();
            this.neighbour(found.element, ev.key)?.focus();
        }
    }

    /** The bar that an arrow leads to: along the lane, or to the lane above or below. */
    neighbour(element, key) {
        const own = [...element.closest("svg").querySelectorAll(BAR)];
        const steps = { ArrowLeft: -1, ArrowRight: 1 };
        if (key in steps) {
            return own[own.indexOf(element) + steps[key]];
        }
        if (["Home", "End"].includes(key)) {
            return own.at(key === "Home" ? 0 : -1);
        }
        const lanes = [...this.root.el.querySelectorAll(".tthc_board_lane")];
        const step = key === "ArrowUp" ? -1 : 1;
        return lanes[lanes.indexOf(element.closest(".tthc_board_lane")) + step]?.querySelector(
            BAR
        );
    }
}
