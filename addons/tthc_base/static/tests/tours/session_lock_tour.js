import { registry } from "@web/core/registry";

const NAME = "Sở Tư pháp Thử Nghiệm";

function passwordAsked() {
    return [
        {
            content: "The page asks for the password and shows nothing of the record",
            trigger: "form.o_check_identity_form input[name=password]",
            run() {
                if (document.documentElement.innerHTML.includes(NAME)) {
                    throw new Error("The locked page still holds the record");
                }
            },
        },
        { content: "A colleague can log in", trigger: "a.o_tthc_other_login" },
    ];
}

registry.category("web_tour.tours").add("tthc_session_lock", {
    steps: () => [
        { trigger: `.o_form_view .o_field_widget[name=name]:contains(${NAME})` },
        {
            trigger: ".o_tthc_session_lock button",
            run: "click",
            expectUnloadPage: true,
        },
        ...passwordAsked(),
        {
            trigger: "form.o_check_identity_form input[name=password]",
            run: "edit test_reception",
        },
        {
            trigger: "form.o_check_identity_form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Back at the record",
            trigger: `.o_form_view .o_field_widget[name=name]:contains(${NAME})`,
        },
    ],
});

registry.category("web_tour.tours").add("tthc_session_lock_hotkey", {
    steps: () => [
        {
            trigger: ".o_form_view .o_field_widget[name=short_name] input",
            run: "edit Typed before the lock",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=short_name] input",
            run: "press alt+l",
            expectUnloadPage: true,
        },
        ...passwordAsked(),
    ],
});
