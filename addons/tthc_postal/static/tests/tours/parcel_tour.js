import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("tthc_parcel_delivered_on_a_phone", {
    url: "/odoo/my-parcels",
    steps: () => [
        { trigger: ".tthc_parcel_card:first", run: "click" },
        { trigger: ".tthc_parcel_accept", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".tthc_parcel_thumb a[href='tel:0912345678']" },
        { content: "nobody home", trigger: ".tthc_parcel_miss", run: "click" },
        { trigger: ".tthc_parcel_nobody", run: "click" },
        { trigger: ".tthc_parcel_body:contains(1/2)" },
        { trigger: ".tthc_parcel_deliver", run: "click" },
        { trigger: "#tthc_id_number", run: "edit 111111111111" },
        { trigger: ".tthc_id_check", run: "click" },
        { trigger: ".tthc_id_wrong:contains(4)" },
        { trigger: "#tthc_id_number", run: "edit 075088001234" },
        { trigger: ".tthc_id_check", run: "click" },
        { trigger: ".tthc_deliver .alert-success" },
        { trigger: "#tthc_on_paper", run: "click" },
        { trigger: ".tthc_deliver_confirm:not([disabled])", run: "click" },
        { trigger: ".tthc_parcel_done:contains(1)" },
    ],
});
