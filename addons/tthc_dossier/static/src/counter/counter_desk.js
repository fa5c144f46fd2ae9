import {
    Component,
    onWillStart,
    onWillUnmount,
    useEffect,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { effect } from "@web/core/utils/reactive";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { momentLabel } from "@tthc_base/moment/moment_label";
import { printReport } from "@tthc_base/print/form_print";

import { ApplicantFinder } from "./applicant_finder";
import { ApplicantForm } from "./applicant_form";
import { parseCard } from "./card_parser";
import { useCardScan } from "./card_scan_hook";
import { errorSentence } from "./desk_errors";
import { DeskHeader } from "./desk_header";
import { DeskOutcome } from "./desk_outcome";
import { DeskWaiting } from "./desk_waiting";
import { DraftKeeper } from "./draft_keeper";
import { DuePanel } from "./due_panel";
import {
    draftOf,
    intakeOf,
    isBlank,
    missingSentence,
    needsCase,
    newIntake,
    nextOfGroup,
    receiptOf,
    takeProcedure,
    tickAll,
} from "./intake";
import { LateEntry } from "./late_entry";
import { PaperChecklist } from "./paper_checklist";
import { ProcedureSearch } from "./procedure_search";
import { RecentList } from "./recent_list";
import { WaitingList } from "./waiting_list";
import { CollectDialog } from "../fees/collect_dialog";

const DESK = "tthc.intake.desk";
const RECEIPT = "tthc_dossier.action_report_receipt";
const GROUP_RECEIPT = "tthc_dossier.action_report_group";
const RECENT = 5;
/** A promised date gets old: the clock runs while a clerk types. */
const TERMS_LIFE = 5 * 60 * 1000;

const PLACES = {
    search: ".o_tthc_search input",
    case: ".o_tthc_case",
    papers: ".o_tthc_paper input[tabindex='0']",
    owner: "[data-person=owner] [name=identity]",
    submitter: "[data-person=submitter] [name=name]",
};

/** The counter: one screen on which a clerk receives a dossier by keyboard alone. */
export class CounterDesk extends Component {
    static template = "tthc_dossier.CounterDesk";
    static components = {
        ApplicantForm,
        DeskHeader,
        DuePanel,
        PaperChecklist,
        ProcedureSearch,
        RecentList,
        WaitingList,
    };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.cursor = null;
        this.intake = useState(newIntake());
        this.state = useState({
            desk: null,
            fault: "",
            error: "",
            busy: false,
            recent: [],
            waiting: [],
            shown: "recent",
            newestId: false,
            openCodes: [],
            guided: [],
            draft: "",
        });
        this.opening = new KeepLast();
        this.pricing = new KeepLast();
        this.finder = new ApplicantFinder((method, args) => this.ask(method, args));
        this.keeper = new DraftKeeper(() => this.saveDraft());
        this.showError = (sentence) => (this.state.error = sentence);
        this.keys = {
            F2: () => this.goTo("search"),
            F3: () => this.goTo("owner"),
            F4: () => this.late.ask(),
            "Shift+F9": () => this.collect(),
            F6: () => this.outcome.guide(),
            F7: () => this.outcome.refuse(),
            F8: () => this.receiveAndGoOn(),
            F9: () => this.receive(),
            F10: () => this.waiting.takeUpNext(),
        };
        this.outcome = new DeskOutcome({
            intake: this.intake,
            open: (...args) => this.dialog.add(...args),
            send: (method, args) => this.send(method, args),
            done: (made, report) => this.afterOutcome(made, report),
            setRecent: (recent) => (this.state.recent = recent),
        });
        this.late = new LateEntry({
            intake: this.intake,
            open: (...args) => this.dialog.add(...args),
            call: (method, args) => this.callOrFault(method, args),
            start: (late) => this.enterLate(late),
        });
        this.waiting = new DeskWaiting({
            intake: this.intake,
            state: this.state,
            ask: (method, args) => this.ask(method, args),
            showError: this.showError,
            show: async (...args) => {
                await this.show(...args);
                this.goToNew("papers");
            },
        });
        this.setupKeys();
        this.setupDraft();
        useCardScan((raw, target) => this.onScan(raw, target));
        useEffect(
            () => void this.findOpenDossiers(),
            () => [this.intake.owner.asked, this.intake.procedure?.id]
        );
        onWillStart(() => this.openDesk());
        const timer = browser.setInterval(() => this.refresh(), TERMS_LIFE);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    setupKeys() {
        // Odoo's hotkeys leave the function keys to the browser.
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev), { capture: true });
        useHotkey("escape", () => this.askToClear(), { bypassEditableProtection: true });
        useHotkey("control+a", () => this.completePapers(), {
            bypassEditableProtection: true,
            isAvailable: (target) => Boolean(this.intake.procedure) && !hasText(target),
        });
    }

    setupDraft() {
        let typed = "";
        effect(
            (intake) => {
                const before = typed;
                typed = JSON.stringify(draftOf(intake));
                if (before && before !== typed) {
                    this.keeper.schedule();
                }
            },
            [this.intake]
        );
        useSetupAction({
            beforeLeave: () => this.keeper.flush(),
            beforeUnload: () => void this.keeper.flush(),
        });
    }

    get missing() {
        return missingSentence(this.intake);
    }

    get canReceive() {
        return !this.state.busy && !this.missing;
    }

    // -- opening ------------------------------------------------------------------

    async openDesk() {
        try {
            const opened = await this.orm.call(DESK, "open_desk", []);
            const { recent, waiting, draft, ...desk } = opened;
            Object.assign(this.state, { desk, recent, waiting });
            if (draft) {
                await this.restore(draft);
            }
        } catch (error) {
            this.state.fault = errorSentence(error);
        }
    }

    async restore(draft) {
        const procedure =
            draft.version_id &&
            (await this.ask("open_procedure", [draft.version_id, draft.late?.received_at || false]));
        await this.show(intakeOf(draft), procedure, draft.papers);
        this.keeper.cancel();
        this.state.draft = "restored";
    }

    async show(intake, procedure, papers) {
        if (procedure) {
            takeProcedure(intake, procedure, papers);
        }
        Object.assign(this.intake, intake);
        await this.loadTerms();
    }

    /**
     * Ask the server; a refusal is said on the screen and loses nothing.
     *
     * @param {string} method of the counter screen
     * @param {Array} args
     * @returns {Promise<any>} null when there is no answer
     */
    async ask(method, args) {
        try {
            return await this.orm.silent.call(DESK, method, args);
        } catch (error) {
            this.showError(errorSentence(error));
            return null;
        }
    }

    // -- keys ---------------------------------------------------------------------

    onKeydown(ev) {
        const action = this.keys[ev.shiftKey ? `Shift+${ev.key}` : ev.key];
        const modified = ev.ctrlKey || ev.altKey || ev.metaKey;
        if (!action || modified || this.ui.activeElement !== document) {
            return;
        }
        ev.preventDefault();
        ev.stopImmediatePropagation();
        action();
    }

    /** Put the cursor somewhere at once: keys may follow quickly. */
    goTo(place) {
        const element = this.root.el?.querySelector(PLACES[place]);
        element?.focus();
        element?.select?.();
    }

    /** Put the cursor into what is about to be drawn. */
    goToNew(place) {
        browser.requestAnimationFrame(() => browser.setTimeout(() => this.goTo(place)));
    }

    completePapers() {
        tickAll(this.intake);
        this.goTo("owner");
    }

    // -- procedure ------------------------------------------------------------------

    async chooseProcedure(versionId) {
        this.state.error = "";
        const args = [versionId, this.lateHour];
        const procedure = await this.opening.add(this.ask("open_procedure", args));
        if (!procedure) {
            return;
        }
        this.intake.caseId = false;
        takeProcedure(this.intake, procedure);
        if (this.intake.channel !== "direct") {
            await this.loadTerms();
        }
        this.goToNew(needsCase(this.intake) ? "case" : "papers");
    }

    async chooseCase(caseId) {
        this.intake.caseId = caseId;
        await this.loadTerms();
        this.goToNew("papers");
    }

    async chooseChannel(channel) {
        this.intake.channel = channel;
        await this.loadTerms();
    }

    async loadTerms() {
        const { procedure, caseId, channel } = this.intake;
        if (!procedure) {
            return;
        }
        const args = [procedure.id, caseId, channel, this.lateHour];
        const terms = await this.pricing.add(this.ask("preview", args));
        if (terms && this.intake.procedure?.id === procedure.id) {
            this.intake.terms = terms;
        }
    }

    /** What gets old while the screen stands open. */
    refresh() {
        return Promise.all([this.loadTerms(), this.waiting.load()]);
    }

    async findOpenDossiers() {
        const { owner, procedure } = this.intake;
        Object.assign(this.state, { openCodes: [], guided: [] });
        if (!owner.asked || !procedure) {
            return;
        }
        const args = [owner.asked, procedure.id];
        const [codes, guided] = await Promise.all([
            this.ask("open_dossiers", args),
            this.ask("guided", args),
        ]);
        if (owner.asked === this.intake.owner.asked && procedure === this.intake.procedure) {
            Object.assign(this.state, { openCodes: codes || [], guided: guided || [] });
        }
    }

    // -- people ---------------------------------------------------------------------

    async onScan(raw, target) {
        const { card, notices } = parseCard(raw);
        if (!card) {
            this.showError(_t("This is no citizen's card, nothing was filled in."));
            return;
        }
        this.state.error = "";
        const inSubmitter = Boolean(target.closest?.("[data-person=submitter]"));
        const person = inSubmitter ? this.intake.submitter : this.intake.owner;
        await this.finder.byCard(person, card, notices);
    }

    setProxy(ev) {
        this.intake.byProxy = ev.target.value !== "self";
        this.intake.authorised = ev.target.value === "proxy";
        if (this.intake.byProxy) {
            this.goToNew("submitter");
        }
    }

    // -- receipt --------------------------------------------------------------------

    async receive() {
        if (!this.canReceive) {
            return;
        }
        const made = await this.sendReceipt();
        if (made) {
            this.empty();
            this.addRecent(made);
            const printing = this.print(made);
            if (made.fee_due && this.state.desk.collect_at_receipt) {
                await printing;
                this.collect(made);
            }
        }
    }

    /** @returns {Promise<Object|null>} the receipt, with what it says of the fee */
    async sendReceipt() {
        const feeDue = this.intake.terms?.fee_amount || 0;
        const { late } = this.intake;
        const args = [receiptOf(this.intake), ...(late ? [late.number] : [])];
        const made = await this.send(late ? "receive_late" : "receive", args);
        return made && { ...made, fee_due: feeDue };
    }

    /** F8: receive, and go on with the next dossier of the same person and receipt. */
    async receiveAndGoOn() {
        if (!this.canReceive || this.intake.late) {
            return;
        }
        this.intake.groupKey = this.intake.groupKey || this.intake.key;
        const made = await this.sendReceipt();
        if (made) {
            const next = nextOfGroup(this.intake);
            this.empty();
            Object.assign(this.intake, next);
            this.addRecent(made);
        }
    }

    // -- entry after an outage --------------------------------------------------------

    /** @returns {string|false} hour of the paper receipt that is entered, naive UTC */
    get lateHour() {
        return this.intake.late?.received_at || false;
    }

    async callOrFault(method, args) {
        try {
            return await this.orm.silent.call(DESK, method, args);
        } catch (error) {
            return { fault: errorSentence(error) };
        }
    }

    /** The number is checked: from now on everything is counted from its hour. */
    async enterLate(late) {
        Object.assign(this.intake, { late, groupKey: "" });
        await this.loadTerms();
        this.goToNew("search");
    }

    /**
     * Do something with the intake on the server, once.
     *
     * @param {string} method of the counter screen
     * @param {Array} args
     * @returns {Promise<any>} null when the server refuses; what was typed stays
     */
    async send(method, args) {
        Object.assign(this.state, { busy: true, error: "" });
        try {
            // A draft that is saved after the receipt would come back.
            await this.keeper.cancel();
            return await this.orm.call(DESK, method, args);
        } catch (error) {
            this.showError(errorSentence(error));
            this.keeper.schedule();
            return null;
        } finally {
            this.state.busy = false;
        }
    }

    /**
     * Shift+F9: collect the fee of the dossier received last, with those on the same receipt.
     *
     * @param {Object} [dossier] one of the last received
     */
    collect(dossier = this.state.recent[0]) {
        if (!dossier) {
            return;
        }
        this.dialog.add(CollectDialog, {
            dossierIds: [dossier.id],
            onCollected: () => this.refreshRecent(),
        });
    }

    async refreshRecent() {
        const recent = await this.ask("recent", []);
        if (recent) {
            this.state.recent = recent;
        }
    }

    addRecent(made) {
        const others = this.state.recent.filter((dossier) => dossier.id !== made.id);
        this.state.recent = [made, ...others].slice(0, RECENT);
        Object.assign(this.state, { newestId: made.id, shown: "recent" });
        this.waiting.forget(made.id);
    }

    /** After guidance, refusal or a return on the spot. */
    async afterOutcome(made, report) {
        const text = {
            intake_supplement: _t("%s: the citizen was guided, nothing is received.", made.code),
            refused_intake: _t("%s: refused, nothing is received.", made.code),
            returned: _t("%s: received and returned.", made.code),
            submitted: _t("%s waits in line, nothing is received yet.", made.owner),
        }[made.state];
        this.empty();
        this.waiting.forget(made.id);
        this.notification.add(text, { type: "success" });
        if (made.state === "returned") {
            this.addRecent(made);
        } else if (made.state === "submitted") {
            this.state.shown = "waiting";
            await this.waiting.load();
        }
        if (report) {
            await printReport(this.env, report, [made.id]);
        }
    }

    /** Take up a dossier that the citizen was guided to complete. */
    takeUp(guided) {
        this.intake.dossierId = guided.id;
        this.goTo("papers");
    }

    /** Print a receipt; the dossier stays received whatever happens to the paper. */
    async print(dossier) {
        const [report, id] = dossier.group
            ? [GROUP_RECEIPT, dossier.group]
            : [RECEIPT, dossier.id];
        const printed = await printReport(this.env, report, [id]);
        if (document.activeElement?.matches("iframe")) {
            // The hidden frame took the cursor to print, while the clerk typed on.
            this.cursor?.focus();
        }
        if (printed) {
            return;
        }
        const text = _t("%(code)s is received (due %(due)s), its receipt is not printed.", {
            code: dossier.code,
            due: momentLabel(dossier.due) || "–",
        });
        const close = this.notification.add(text, {
            type: "warning",
            sticky: true,
            buttons: [
                {
                    name: _t("Print again"),
                    primary: true,
                    onClick: () => {
                        close();
                        this.print(dossier);
                    },
                },
            ],
        });
    }

    // -- clearing -------------------------------------------------------------------

    askToClear() {
        if (isBlank(this.intake)) {
            this.goTo("search");
            return;
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("Clear the screen?"),
            body: _t("What you typed is forgotten. No dossier is received."),
            confirmLabel: _t("Clear"),
            confirm: () => this.clear(),
            cancelLabel: _t("Go on typing"),
            cancel: () => {},
        });
    }

    async clear() {
        this.empty();
        await this.keeper.cancel();
        await this.ask("clear_draft", []);
    }

    empty() {
        Object.assign(this.intake, newIntake());
        this.keeper.cancel();
        Object.assign(this.state, { error: "", draft: "", openCodes: [], guided: [] });
        this.goTo("search");
    }

    // -- draft ----------------------------------------------------------------------

    async saveDraft() {
        try {
            if (isBlank(this.intake)) {
                await this.orm.silent.call(DESK, "clear_draft", []);
                this.state.draft = "";
            } else {
                await this.orm.silent.call(DESK, "save_draft", [draftOf(this.intake)]);
                this.state.draft = "saved";
            }
        } catch (error) {
            errorSentence(error);
            this.state.draft = "unsaved";
        }
    }
}

function hasText(target) {
    return target.matches?.("input:not([type=checkbox])") && target.value;
}

registry.category("actions").add("tthc_dossier.counter", CounterDesk);
