import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { isTicked, needsCase, papersOf, tickAll } from "./intake";

const COLUMNS = [
    { name: "original", label: _t("orig."), title: _t("originals") },
    { name: "certified", label: _t("cert."), title: _t("certified copies") },
    { name: "copy", label: _t("copy"), title: _t("copies") },
];
/** “Trả lại”: a letter, as no typing method rewrites a single one. */
const GIVE_BACK_KEY = "t";
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** The papers that a procedure asks for, ticked as the citizen hands them over. */
export class PaperChecklist extends Component {
    static template = "tthc_dossier.PaperChecklist";
    static props = { intake: Object, onCase: Function, onDone: Function };

    setup() {
        this.intake = useState(this.props.intake);
        this.state = useState({ active: 0 });
        this.list = useRef("list");
    }

    get rows() {
        let last = "";
        return papersOf(this.intake).map((paper, index) => {
            const heading = paper.group !== last && paper.group;
            last = paper.group;
            return { paper, index, heading, mark: this.intake.papers[paper.id] };
        });
    }

    get columns() {
        const certified = papersOf(this.intake).some((paper) => paper.certified);
        return COLUMNS.filter(({ name }) => name !== "certified" || certified);
    }

    get progress() {
        const papers = papersOf(this.intake);
        const ticked = papers.filter((paper) => isTicked(this.intake, paper));
        return `${ticked.length}/${papers.length}`;
    }

    get waitsForCase() {
        return needsCase(this.intake);
    }

    /** The row that Tab enters; the list may have become shorter. */
    get active() {
        return Math.min(this.state.active, papersOf(this.intake).length - 1);
    }

    setCase(ev) {
        this.props.onCase(Number(ev.target.value) || false);
    }

    setCount(mark, column, ev) {
        mark[column] = Math.max(0, Math.min(99, Math.trunc(Number(ev.target.value)) || 0));
        mark.ticked = true;
        ev.target.value = mark[column];
    }

    tickAll() {
        tickAll(this.intake);
        this.props.onDone();
    }

    /** An original that is only shown goes back to the citizen, and was handed over. */
    setGiveBack({ mark }, giveBack) {
        mark.giveBack = giveBack;
        mark.ticked = mark.ticked || giveBack;
    }

    onKeydown(row, ev) {
        const step = STEPS[ev.key];
        if (step) {
            ev.preventDefault();
            this.move(row.index + step);
        } else if (ev.key === "Enter") {
            ev.preventDefault();
            row.mark.ticked = true;
            this.move(row.index + 1);
        } else if (ev.key.toLowerCase() === GIVE_BACK_KEY && !ev.ctrlKey && !ev.altKey) {
            ev.preventDefault();
            this.setGiveBack(row, !row.mark.giveBack);
        }
    }

    move(index) {
        const boxes = this.list.el.querySelectorAll(".o_tthc_tick");
        if (index >= boxes.length) {
            this.props.onDone();
            return;
        }
        this.state.active = Math.max(0, index);
        boxes[this.state.active].focus();
    }
}
