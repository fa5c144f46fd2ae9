VIETNAMESE = "vi_VN"
TIMEZONE = "Asia/Ho_Chi_Minh"


def post_init_hook(env):
    """Make the interface start in Vietnamese, in Vietnam's time and in đồng.

    Existing users and the defaults of new ones get language and time zone; the
    company gets VND while nothing has been booked in another currency.

    :param env: superuser environment of the database being installed
    """
    defaults = env["ir.default"]
    defaults.set("res.partner", "tz", TIMEZONE)
    users = env["res.users"].with_context(active_test=False).search([])
    users.write({"tz": TIMEZONE})
    _load_vietnamese(env)
    defaults.set("res.partner", "lang", VIETNAMESE)
    users.write({"lang": VIETNAMESE})
    company = env.ref("base.main_company")
    dong = env.ref("base.VND")
    dong.active = True
    if "account.move.line" not in env:
        company.currency_id = dong
    company.partner_id.write({"lang": VIETNAMESE, "country_id": env.ref("base.vn").id})


def _load_vietnamese(env):
    """Activate Vietnamese, with the words of the modules that came before.

    Odoo loads the words of a module while it installs it, in the languages that are
    active by then: without ``--load-language`` the menus of Odoo itself would stay in
    English.
    """
    if env["res.lang"]._get_code(VIETNAMESE):
        return
    env["res.lang"]._activate_lang(VIETNAMESE)
    modules = env["ir.module.module"].search(
        ["|", ("state", "=", "installed"), ("name", "=", "tthc_base")]
    )
    modules._update_translations([VIETNAMESE])
