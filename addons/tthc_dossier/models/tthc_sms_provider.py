import json
import logging
import re
from urllib.parse import quote, quote_plus

import requests

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.tthc_base.tools.identity_mask import mask

from ..tools.sms_text import international, is_mobile, without_accents

_logger = logging.getLogger(__name__)

#: What of an answer is kept to be read: a gateway can send a whole page.
ANSWER_SHOWN = 200
PLACEHOLDER = re.compile(r"\{(\w+)\}")
PLACEHOLDERS = ("number", "text", "id", "token", "sender")
CONTENT_TYPES = {
    "json": "application/json; charset=utf-8",
    "form": "application/x-www-form-urlencoded; charset=utf-8",
}


class TthcSmsProvider(models.Model):
    """By whom SMS are sent: a gateway over HTTP, or the server's log for the start."""

    _name = "tthc.sms.provider"
    _description = "SMS gateway"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(string="In use", default=True)
    kind = fields.Selection(
        [("log", "Trial: write to the server's log"), ("http", "Gateway over HTTP")],
        required=True,
        default="http",
    )
    url = fields.Char(string="Address", help="Such as https://sms.example.vn/send")
    content_type = fields.Selection(
        [("json", "JSON"), ("form", "Form fields")],
        string="Format",
        required=True,
        default="json",
    )
    body_template = fields.Text(
        string="Request",
        default='{"to": "{number}", "text": "{text}", "id": "{id}"}',
        help="What the gateway is sent. {number}, {text}, {id}, {token} and {sender} "
        "are filled in; {id} stays the same when a message is sent again, so that a "
        "gateway that compares sends it once.",
    )
    header = fields.Char(
        string="Authorization",
        default="Bearer {token}",
        help="Header “Authorization” of the request; empty where the token stands in "
        "the request itself.",
    )
    token = fields.Char(string="Secret word", groups="tthc_base.group_admin")
    sender = fields.Char(help="Name that the citizen sees as the sender.")
    international = fields.Boolean(
        string="Numbers with country code",
        default=True,
        help="84912345678 instead of 0912345678.",
    )
    no_accents = fields.Boolean(
        string="Without accents",
        default=True,
        help="A text with accents fits 70 letters a message instead of 160: it costs "
        "more than twice as much.",
    )
    timeout = fields.Integer(string="Wait for an answer", default=10, help="Seconds.")
    success_pattern = fields.Char(
        string="Answer when accepted",
        default=r'"status"\s*:\s*"?(ok|success|0)"?',
        help="Regular expression that an answer must match for the message to count "
        "as sent.",
    )
    refusal_pattern = fields.Char(
        string="Answer when refused for good",
        help="Regular expression of answers for which another try makes no sense, "
        "such as a wrong number.",
    )

    _timeout_sane = models.Constraint(
        "CHECK (timeout BETWEEN 1 AND 60)",
        "Wait between 1 and 60 seconds for the gateway's answer.",
    )

    @api.constrains("kind", "url", "success_pattern", "refusal_pattern")
    def _check_gateway(self):
        for provider in self:
            if provider.kind == "http" and not re.match(
                r"https?://\S+$", provider.url or ""
            ):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” needs the gateway's address, beginning with "
                        "https://.",
                        name=provider.name,
                    )
                )
            if provider.kind == "http" and not provider.success_pattern:
                raise ValidationError(
                    self.env._(
                        "Say by which answer “%(name)s” accepts a message: without it "
                        "every answer would count as sent.",
                        name=provider.name,
                    )
                )
            for pattern in (provider.success_pattern, provider.refusal_pattern):
                provider._check_pattern(pattern)

    def _check_pattern(self, pattern):
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValidationError(
                self.env._(
                    "“%(pattern)s” is no regular expression: %(error)s.",
                    pattern=pattern,
                    error=error,
                )
            ) from error

    @api.constrains("body_template", "header")
    def _check_placeholders(self):
        for provider in self:
            texts = f"{provider.body_template or ''} {provider.header or ''}"
            unknown = set(PLACEHOLDER.findall(texts)) - set(PLACEHOLDERS)
            if unknown:
                raise ValidationError(
                    self.env._(
                        "The gateway's request knows no %(names)s.",
                        names=", ".join(sorted(f"{{{name}}}" for name in unknown)),
                    )
                )

    @api.model
    def _current(self):
        """The provider in use: the first one of the list, or none."""
        return self.search([], limit=1)

    def _send(self, number, text, reference):
        """Send one message.

        :param number: national form, digits alone
        :param text: as the citizen is to read it
        :param reference: word that stays the same when the message is sent again
        :return: dict with ``state`` (“success”, “server_error” to be tried again,
            “refused” for good, “unclear” whether it went out), ``failure_reason`` in
            words and ``trial``
        """
        if not self:
            return self._answer("server_error", self.env._("No SMS gateway is set up."))
        if not is_mobile(number):
            return self._answer(
                "refused", self.env._("This is no number that an SMS can reach.")
            )
        if self.no_accents:
            text = without_accents(text)
        if self.kind == "log":
            _logger.info("SMS to %s, not sent: %s", mask(number), text)
            return {**self._answer("success"), "trial": True}
        return self._request(number, text, reference)

    @api.model
    def _answer(self, state, reason=False):
        return {"state": state, "failure_reason": reason, "trial": False}

    def _request(self, number, text, reference):
        """Ask the gateway, and tell what is certain from what is not."""
        values = {
            "number": international(number) if self.international else number,
            "text": text,
            "id": reference,
            "token": self.token or "",
            "sender": self.sender or "",
        }
        headers = {"Content-Type": CONTENT_TYPES[self.content_type]}
        if self.header:
            headers["Authorization"] = self._fill(self.header, values, str)
        escape = self._escape_json if self.content_type == "json" else quote_plus
        try:
            answer = requests.post(
                self._fill(self.url, values, quote),
                data=self._fill(self.body_template or "", values, escape).encode(),
                headers=headers,
                timeout=self.timeout,
                # The token must not follow to wherever somebody points.
                allow_redirects=False,
            )
        except (
            requests.exceptions.ConnectTimeout,
            requests.exceptions.InvalidURL,
        ):
            return self._answer("server_error", self._unreachable())
        except requests.exceptions.Timeout:
            return self._answer(
                "unclear",
                self.env._(
                    "The gateway took the message and did not answer within "
                    "%(seconds)s seconds.",
                    seconds=self.timeout,
                ),
            )
        except requests.exceptions.ConnectionError as error:
            return self._broken_off(error)
        except requests.exceptions.RequestException:
            return self._answer("unclear", self._not_understood(""))
        return self._judge(answer)

    def _broken_off(self, error):
        """A line that never stood is certain, one that broke is not."""
        cause = error.args[0] if error.args else error
        reason = getattr(cause, "reason", cause)
        refused = "NewConnectionError" in type(reason).__name__
        if refused or "NameResolution" in type(reason).__name__:
            return self._answer("server_error", self._unreachable())
        return self._answer(
            "unclear", self.env._("The line to the gateway broke before it answered.")
        )

    def _unreachable(self):
        return self.env._("The gateway can't be reached.")

    def _not_understood(self, text):
        return self.env._(
            "The gateway's answer is not understood: %(answer)s",
            answer=text[:ANSWER_SHOWN].strip() or "–",
        )

    def _judge(self, answer):
        """What an answer means for the message.

        :param answer: ``requests.Response``
        """
        text = answer.text
        if self.refusal_pattern and re.search(self.refusal_pattern, text, re.I):
            return self._answer(
                "refused",
                self.env._(
                    "The gateway refused the message: %(answer)s",
                    answer=text[:ANSWER_SHOWN].strip(),
                ),
            )
        if answer.status_code == 504:
            return self._answer("unclear", self._not_understood(text))
        if answer.status_code >= 300:
            return self._answer(
                "server_error",
                self.env._(
                    "The gateway answered with error %(code)s.",
                    code=answer.status_code,
                ),
            )
        if re.search(self.success_pattern, text, re.I):
            return self._answer("success")
        return self._answer("unclear", self._not_understood(text))

    @api.model
    def _fill(self, template, values, escape):
        """Put values into a template, each escaped as its place needs."""
        return PLACEHOLDER.sub(
            lambda found: escape(values.get(found[1], found[0])), template
        )

    @api.model
    def _escape_json(self, value):
        return json.dumps(value, ensure_ascii=False)[1:-1]
