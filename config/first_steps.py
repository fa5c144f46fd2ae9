"""Run in `odoo shell` by the launcher, once, in a database that was just made."""

env = env  # noqa: F821, PLW0127 - given by the shell
env["ir.default"].set("res.partner", "lang", "vi_VN")
admin = env.ref("base.user_admin")
admin.write(
    {
        "lang": "vi_VN",
        "tz": "Asia/Ho_Chi_Minh",
        "password": ADMIN_PASSWORD,  # noqa: F821 - given by the launcher
    }
)
env.ref("base.public_user").lang = "vi_VN"
env.cr.commit()
