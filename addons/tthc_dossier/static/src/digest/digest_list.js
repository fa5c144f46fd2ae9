import { onWillStart } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { listView } from "@web/views/list/list_view";
import { ListRenderer } from "@web/views/list/list_renderer";

/** The digests of the logs, under a notice whether they leave the database. */
export class DigestListRenderer extends ListRenderer {
    static template = "tthc_dossier.DigestListRenderer";

    setup() {
        super.setup();
        const orm = useService("orm");
        onWillStart(async () => {
            this.ways = await orm.call("tthc.event.digest", "ways_out", []);
        });
    }

    get staysInside() {
        return !this.ways.mailboxes && !this.ways.folder;
    }
}

registry.category("views").add("tthc_event_digest_list", {
    ...listView,
    Renderer: DigestListRenderer,
});
