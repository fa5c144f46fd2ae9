import { Component, onWillStart, onWillUpdateProps, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { sizeLabel } from "./size_label";

/**
 * The papers of a dossier with their scans: chosen, dropped onto a row, or pasted into
 * the row that the mouse or the focus is on. The server checks the files.
 */
export class Papers extends Component {
    static template = "tthc_dossier.Papers";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.http = useService("http");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.table = useRef("table");
        this.state = useState({ board: null, busy: false, over: false, current: false });
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
        if (await record.isDirty()) {
            await this.load(this.dossierId);
        } else {
            await record.load();
        }
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
        return [scan.name, sizeLabel(scan.size), `${this.moment(scan.scanned_at)} ${scan.scanned_by}`].join(" · ");
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
            await this.send(paper, [...ev.dataTransfer.files]);
        }
    }

    async onChosen(paper, ev) {
        const files = [...ev.target.files];
        ev.target.value = "";
        await this.send(paper, files);
    }

    async onPaste(ev) {
        const files = [...(ev.clipboardData?.files || [])];
        const paper = this.state.board?.papers.find((row) => row.id === this.state.current);
        if (files.length && paper && this.mayPaste) {
            ev.preventDefault();
            await this.send(paper, files);
        }
    }

    async send(paper, files) {
        if (!files.length || this.state.busy) {
            return;
        }
        this.state.busy = paper.id;
        try {
            const answer = await this.http.post(`/tthc/papers/${paper.id}/scans`, {
                csrf_token: odoo.csrf_token,
                files,
            });
            this.tell(paper, answer);
        } catch {
            this.notification.add(
                _t("The files did not reach the server. Check the line and try again."),
                { type: "danger", sticky: true }
            );
        } finally {
            this.state.busy = false;
        }
        await this.refresh();
    }

    tell(paper, { taken, messages }) {
        if (taken) {
            this.notification.add(_t("%(count)s file(s) taken for “%(paper)s”.", { count: taken, paper: paper.name.slice(0, 60) }), {
                type: "success",
            });
        }
        for (const message of messages) {
            this.notification.add(message, { type: "warning", sticky: true });
        }
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
                lang: user.lang,
            },
            onClose: () => this.refresh(),
        });
    }
}

registry.category("view_widgets").add("tthc_papers", { component: Papers });
