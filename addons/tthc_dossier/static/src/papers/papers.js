import { Component, onWillStart, onWillUpdateProps, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { deserializeDate, deserializeDateTime, formatDate, formatDateTime } from "@web/core/l10n/dates";
import { sizeLabel } from "./size_label";
import { useScanUpload } from "./scan_upload";

/**
 * The papers of a dossier with their scans: chosen, dropped onto a row, or pasted into
 * the row that the mouse or the focus is on. The server checks the files.
 */
export class Papers extends Component {
    static template = "tthc_dossier.Papers";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.table = useRef("table");
        this.state = useState({ board: null, over: false, current: false, dated: false });
        this.upload = useScanUpload(
            (paperId) => `/tthc/papers/${paperId}/scans`,
            () => this.refresh()
        );
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => this.load(next.record.resId));
        useExternalListener(window, "paste", (ev) => this.onPaste(ev));
    }

    get dossierId() {
        return this.props.record.resId;
    }

    async load(dossierId) {
        this.state.board = dossierId
            ? await this.orm.call("tthc.dossier", "paper_board", [dossierId])
            : null;
    }

    /** The files changed: the log of the dossier, too. */
    async refresh() {
        const { record } = this.props;
        if (!(await record.isDirty())) {
            await record.load();
        }
        // The record stays the same object: no new props tell of its files.
        await this.load(this.dossierId);
    }

    get mayPaste() {
        return this.state.board?.may_scan && this.table.el?.offsetParent;
    }

    counts(paper) {
        return [
            paper.originals && _t("%s original(s)", paper.originals),
            paper.certified && _t("%s certified", paper.certified),
            paper.copies && _t("%s copy(ies)", paper.copies),
        ]
            .filter(Boolean)
            .join(", ");
    }

    openLabel(paper) {
        return _t("Open (%s p.)", paper.pages);
    }

    moment(text) {
        return formatDateTime(deserializeDateTime(text), { format: "dd/MM HH:mm" });
    }

    hint(scan) {
        return [scan.name, scan.source && _t("from %s", scan.source), sizeLabel(scan.size), `${this.moment(scan.scanned_at)} ${scan.scanned_by}`].filter(Boolean).join(" · ");
    }

    thumbnail(scan) {
        return `/web/image/tthc.dossier.scan/${scan.id}/thumbnail`;
    }

    open(paper) {
        window.open(`/tthc/papers/${paper.id}.pdf`, "_blank", "noopener");
    }

    onOver(paper, ev) {
        if (this.state.board.may_scan && ev.dataTransfer?.types.includes("Files")) {
            ev.preventDefault();
            this.state.over = paper.id;
        }
    }

    onLeave(paper, ev) {
        if (this.state.over === paper.id && !ev.currentTarget.contains(ev.relatedTarget)) {
            this.state.over = false;
        }
    }

    async onDrop(paper, ev) {
        this.state.over = false;
        if (this.state.board.may_scan && ev.dataTransfer?.files.length) {
            ev.preventDefault();
            await this.upload.send(paper, [...ev.dataTransfer.files]);
        }
    }

    async onChosen(paper, ev) {
        const files = [...ev.target.files];
        ev.target.value = "";
        await this.upload.send(paper, files);
    }

    async onPaste(ev) {
        const files = [...(ev.clipboardData?.files || [])];
        const paper = this.state.board?.papers.find((row) => row.id === this.state.current);
        if (files.length && paper && this.mayPaste) {
            ev.preventDefault();
            await this.upload.send(paper, files);
        }
    }

    /** Those of the same name first: they are what the row asks for. */
    offersFor(paper) {
        const offers = this.state.board.offers;
        const same = (offer) => offer.key === paper.key;
        return [...offers.filter(same), ...offers.filter((offer) => !same(offer))];
    }

    sameCount(paper) {
        return this.state.board.offers.filter((offer) => offer.key === paper.key).length;
    }

    day(text) {
        return formatDate(deserializeDate(text));
    }

    offerLabel(offer) {
        const parts = [offer.name, offer.code];
        if (offer.issued_on) {
            parts.push(_t("issued %s", this.day(offer.issued_on)));
        }
        if (offer.valid_until) {
            parts.push(_t("valid until %s", this.day(offer.valid_until)));
        }
        return parts.join(" · ");
    }

    async reuse(paper, offer) {
        await this.orm.call("tthc.dossier.component", "action_reuse", [
            paper.id,
            offer.kind,
            offer.id,
        ]);
        await this.refresh();
    }

    async saveDates(paper, ev) {
        const form = new FormData(ev.target);
        await this.orm.call("tthc.dossier.component", "action_set_validity", [
            paper.id,
            form.get("issued_on"),
            form.get("valid_until"),
        ]);
        this.state.dated = false;
        await this.refresh();
    }

    remove(paper, scan) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Take this file away?"),
            body: _t("“%s” goes. The log keeps that it was there.", scan.name),
            confirmLabel: _t("Take away"),
            cancel: () => {},
            confirm: async () => {
                await this.orm.call("tthc.dossier.component", "action_remove_scan", [paper.id, scan.id]);
                await this.refresh();
            },
        });
    }

    async giveBack(paper) {
        await this.action.doAction("tthc_dossier.tthc_dossier_originals_give_action", {
            additionalContext: {
                active_model: "tthc.dossier.component",
                active_id: paper.id,
                active_ids: [paper.id],
            },
            onClose: () => this.refresh(),
        });
    }
}

registry.category("view_widgets").add("tthc_papers", { component: Papers });
