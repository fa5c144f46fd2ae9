import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { errorSentence } from "./desk_errors";

/** As many favourites as there are digits: Alt+1 … Alt+9, Alt+0. */
const CHIPS = 10;

/** Finds a procedure while the clerk types, and shows the one chosen. */
export class ProcedureSearch extends Component {
    static template = "tthc_dossier.ProcedureSearch";
    static components = { AutoComplete };
    static props = { intake: Object, onSelect: Function, onError: Function };

    setup() {
        this.orm = useService("orm").silent;
        this.intake = useState(this.props.intake);
        this.state = useState({ frequent: [] });
        this.sources = [
            {
                optionSlot: "procedure",
                placeholder: _t("Searching…"),
                options: (text) => this.search(text),
            },
        ];
        this.root = useRef("root");
        for (let index = 0; index < CHIPS; index++) {
            this.setupChip(index);
        }
        // Every receipt changes what is received most.
        useEffect(
            () => void this.findFrequent(),
            () => [this.intake.key]
        );
    }

    setupChip(index) {
        const chip = () => this.root.el?.querySelectorAll(".o_tthc_chip")[index];
        // Registered, for it wins over the same keys of Odoo's menus.
        useHotkey(`alt+${this.digit(index)}`, () => chip()?.click(), {
            bypassEditableProtection: true,
            withOverlay: chip,
        });
    }

    /** @returns {number} the digit that takes the chip of this place */
    digit(index) {
        return (index + 1) % CHIPS;
    }

    get placeholder() {
        return _t("Words of the name in any order, without accents, or the code");
    }

    get chosen() {
        return { ...this.intake.procedure, ...this.intake.terms };
    }

    async search(text) {
        const found = await this.find(text, 20);
        if (!found.length && text) {
            return [{ label: _t("No procedure of this center has “%s” in it.", text) }];
        }
        return found.map((procedure) => ({
            label: procedure.name,
            data: { procedure },
            onSelect: () => this.props.onSelect(procedure.id),
        }));
    }

    async findFrequent() {
        this.state.frequent = await this.ask("favourites", []);
    }

    /** Sets or takes away the clerk's own star on the procedure chosen. */
    async togglePin() {
        const { procedure } = this.intake;
        procedure.pinned = !procedure.pinned;
        await this.ask("pin", [procedure.id, procedure.pinned]);
        await this.findFrequent();
    }

    find(text, limit) {
        const at = this.intake.late?.received_at || false;
        return this.ask("search_procedures", [text], { limit, at });
    }

    async ask(method, args, kwargs = {}) {
        try {
            return await this.orm.call("tthc.intake.desk", method, args, kwargs);
        } catch (error) {
            this.props.onError(errorSentence(error));
            return [];
        }
    }
}
