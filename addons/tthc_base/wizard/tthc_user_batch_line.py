import re
from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.fields import Command

from ..tools.search_key import fold

#: Column of the list → titles by which it is known; the first one is shown.
COLUMNS = {
    "name": ("Họ và tên", "Họ tên", "Full name", "Name"),
    "login": ("Tên đăng nhập", "Tài khoản", "Thư điện tử", "Login", "E-mail", "Email"),
    "phone": ("Điện thoại", "Số điện thoại", "Phone"),
    "roles": ("Vai trò", "Role", "Roles"),
    "agencies": ("Cơ quan", "Đơn vị", "Agency", "Agencies"),
    "center": ("Trung tâm", "Center"),
    "counter": ("Quầy", "Counter"),
}
_BETWEEN_ROLES = re.compile(r"[;,+\n]")
# Names of agencies have commas: “Sở Văn hóa, Thể thao và Du lịch”.
_BETWEEN_AGENCIES = re.compile(r"[;\n]")
_LOGIN = re.compile(r"[^\s@]+(@[^\s@]+)?")


class TthcUserBatchLine(models.TransientModel):
    """One person of a list: what was typed, what it means, what will happen."""

    _name = "tthc.user.batch.line"
    _description = "Account from a list"
    _order = "row_number"

    batch_id = fields.Many2one("tthc.user.batch", required=True, ondelete="cascade")
    row_number = fields.Integer(string="Row")
    name = fields.Char(string="Full name")
    login = fields.Char()
    phone = fields.Char()
    roles = fields.Char()
    agencies = fields.Char()
    center = fields.Char()
    counter = fields.Char()
    status = fields.Selection(
        [
            ("new", "New"),
            ("changed", "Changed"),
            ("unchanged", "Unchanged"),
            ("refused", "Refused"),
        ],
    )
    message = fields.Char(string="What happens")
    is_created = fields.Boolean(help="The batch made this account.")
    user_id = fields.Many2one("res.users", ondelete="cascade")
    group_ids = fields.Many2many("res.groups")
    agency_ids = fields.Many2many("tthc.agency")
    center_id = fields.Many2one(
        "tthc.center", string="Center found", ondelete="cascade"
    )
    counter_id = fields.Many2one(
        "tthc.counter", string="Counter found", ondelete="cascade"
    )

    def _check(self):
        """Find what each row means and set its status, with the reason in words."""
        known = self._known()
        times = Counter(self._clean_login(line.login) for line in self)
        for line in self:
            line._check_row(known, times)

    def _check_row(self, known, times):
        problems = []
        values = {
            "login": self._clean_login(self.login),
            "phone": self._clean_phone(self.phone),
            "group_ids": self._find_roles(known, problems),
            "agency_ids": self._find_agencies(known, problems),
            "center_id": self._find_center(known, problems),
        }
        values["counter_id"] = self._find_counter(known, values["center_id"], problems)
        user = known["users"].get(values["login"], self.env["res.users"])
        values["user_id"] = user.id
        problems += self._person_problems(user, values["login"], times)
        self.update(values)
        if not user and not self.group_ids:
            problems.append(self.env._("The role is missing."))
        if problems:
            self.update({"status": "refused", "message": " ".join(problems)})
            return
        self.update(self._outcome())

    def _outcome(self):
        if not self.user_id:
            return {"status": "new", "message": self.env._("The account is made.")}
        changes = self._changes()
        if not changes:
            return {"status": "unchanged", "message": ""}
        labels = self.user_id.fields_get(changes, ["string"])
        titles = ", ".join(labels[name]["string"] for name in changes)
        return {
            "status": "changed",
            "message": self.env._("Changes: %(fields)s.", fields=titles),
        }

    def _apply(self):
        """Make and change the accounts. Passwords are not touched.

        Roles are added, never taken away: a list says what a person is to do, not
        what else the person does.
        """
        new = self.filtered(lambda line: line.status == "new")
        # No invitation goes out: the administrator hands the password over.
        accounts = self.env["res.users"].with_context(no_reset_password=True)
        users = accounts.create([line._new_values() for line in new])
        for line, user in zip(new, users, strict=True):
            line.update({"user_id": user.id, "is_created": True})
        for line in self.filtered(lambda line: line.status == "changed"):
            line.user_id.write(line._changes())

    def _new_values(self):
        return {
            "name": self.name,
            "login": self.login,
            "email": self.login if "@" in self.login else False,
            "phone": self.phone,
            "group_ids": [Command.set(self.group_ids.ids)],
            "tthc_agency_ids": [Command.set(self.agency_ids.ids)],
            "tthc_center_id": self.center_id.id,
            "tthc_counter_id": self.counter_id.id,
        }

    def _changes(self):
        """Values to write on the account that exists; empty cells change nothing."""
        user = self.user_id
        changes = {}
        if self.phone and self.phone != user.phone:
            changes["phone"] = self.phone
        if missing := self.group_ids - user.all_group_ids:
            changes["group_ids"] = [Command.link(group.id) for group in missing]
        if self.agency_ids and self.agency_ids != user.tthc_agency_ids:
            changes["tthc_agency_ids"] = [Command.set(self.agency_ids.ids)]
        center = self.center_id or user.tthc_center_id
        counter = self.counter_id or user.tthc_counter_id
        if counter.center_id != center:
            counter = counter.browse()
        if center != user.tthc_center_id:
            changes["tthc_center_id"] = center.id
        if counter != user.tthc_counter_id:
            changes["tthc_counter_id"] = counter.id
        return changes

    @api.model
    def _clean_login(self, login):
        return (login or "").strip().lower()

    @api.model
    def _label(self, text):
        """What two names of one thing have in common; Excel makes 7 of counter 07."""
        return fold(text).lstrip("0")

    @api.model
    def _clean_phone(self, phone):
        """A phone number as typed; Excel takes the leading zero off a number."""
        phone = (phone or "").strip()
        return f"0{phone}" if re.fullmatch(r"[1-9]\d{8}", phone) else phone

    def _person_problems(self, user, login, times):
        """What is wrong with the name and the login of the row.

        :param user: the account that has the login already, if any
        :param times: how often each login is in the list
        :return: list of sentences
        """
        problems = []
        if not self.name:
            problems.append(self.env._("The name is missing."))
        if not _LOGIN.fullmatch(login):
            problems.append(
                self.env._("“%(login)s” can't be a login.", login=self.login or "")
            )
        if times[login] > 1:
            problems.append(
                self.env._("The list has the login “%(login)s” twice.", login=login)
            )
        if user and not user.active:
            problems.append(
                self.env._("An archived account has this login: unarchive it first.")
            )
        if user and user.share:
            problems.append(self.env._("A citizen's account has this login."))
        if user and self.name and fold(user.name) != fold(self.name):
            problems.append(
                self.env._(
                    "The login belongs to %(name)s: choose another one.", name=user.name
                )
            )
        return problems

    def _find_roles(self, known, problems):
        found = self.env["res.groups"]
        for label in filter(
            None, map(str.strip, _BETWEEN_ROLES.split(self.roles or ""))
        ):
            group = known["roles"].get(self._label(label))
            if not group:
                problems.append(self.env._("Unknown role “%(label)s”.", label=label))
                continue
            found |= group
        return found

    def _find_agencies(self, known, problems):
        found = self.env["tthc.agency"]
        labels = map(str.strip, _BETWEEN_AGENCIES.split(self.agencies or ""))
        for label in filter(None, labels):
            agencies = known["agencies"].get(self._label(label), found.browse())
            if not agencies:
                problems.append(self.env._("Unknown agency “%(label)s”.", label=label))
            elif len(agencies) > 1:
                problems.append(
                    self.env._(
                        "Several agencies are called “%(label)s”: give the electronic "
                        "identifier.",
                        label=label,
                    )
                )
            else:
                found |= agencies
        return found

    def _find_center(self, known, problems):
        centers = known["centers"].get(
            self._label(self.center), self.env["tthc.center"]
        )
        if self.center and len(centers) != 1:
            problems.append(
                self.env._("Unknown center “%(label)s”.", label=self.center)
            )
            return self.env["tthc.center"]
        return centers

    def _find_counter(self, known, center, problems):
        none = self.env["tthc.counter"]
        if not self.counter:
            return none
        label = self._label(self.counter)
        if not center:
            problems.append(
                self.env._(
                    "Give the center of the counter “%(label)s”.", label=self.counter
                )
            )
            return none
        counters = known["counters"].get(label, none)
        here = counters.filtered(lambda counter: counter.center_id == center)
        if len(here) == 1:
            return here
        if counters and not here:
            problem = self.env._(
                "The counter “%(label)s” belongs to another center.", label=self.counter
            )
        else:
            problem = self.env._(
                "The center has no counter “%(label)s”.", label=self.counter
            )
        problems.append(problem)
        return none

    def _known(self):
        """All that a row can name, read once for the whole list.

        :return: dict of lookups from a folded label (a login for users) to records
        """
        logins = [self._clean_login(line.login) for line in self]
        users = (
            self.env["res.users"]
            .with_context(active_test=False)
            .search([("login", "in", logins)])
        )
        return {
            "roles": self._known_roles(),
            "agencies": self._known_agencies(),
            "centers": self._by_labels("tthc.center", ("name", "short_name")),
            "counters": self._by_labels("tthc.counter", ("code", "name")),
            "users": {user.login: user for user in users},
        }

    @api.model
    def _by_labels(self, model_name, label_fields):
        found = defaultdict(self.env[model_name].browse)
        for record in self.env[model_name].search([("active", "=", True)]):
            for name in label_fields:
                found[self._label(record[name])] |= record
        found.pop("", None)
        return found

    @api.model
    def _known_agencies(self):
        found = self._by_labels("tthc.agency", ("name", "short_name", "identifier"))
        for past in self.env["tthc.agency.name"].search(
            [("agency_id.active", "=", True)]
        ):
            found[self._label(past.name)] |= past.agency_id
        return found

    @api.model
    def _known_roles(self):
        """Groups of the suite by their names in each language of the interface."""
        category = self.env.ref("tthc_base.module_category_tthc")
        groups = self.env["res.groups"].search(
            [("privilege_id.category_id", "=", category.id)]
        )
        languages = [
            None,
            *(code for code, _name in self.env["res.lang"].get_installed()),
        ]
        return {
            self._label(group.name): groups.browse(group.id)
            for language in languages
            for group in groups.with_context(lang=language)
        }
