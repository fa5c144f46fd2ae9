import re

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..tools.sms_text import part_count, without_accents
from .notice_table import CHANNELS, EVENT_LABELS, SENT_CHANNELS

#: What a text can say without telling anything about a person.
PLAIN_PLACEHOLDERS = {
    "code": "H19.14-260820-0001",
    "center": "TTPVHCC tỉnh",
    "center_phone": "0251 3822 501",
    "center_address": "số 236 đường Phan Trung",
    "opening": "sáng 7:00–11:30, chiều 13:30–17:00",
    "due": "17:00 T4 26/08/2026",
    "new_date": "28/08/2026",
    "window": "17:00 T6 04/09/2026",
    "place": "TTPVHCC tỉnh",
    "link": "https://…/hs/…",
}
#: What only an e-mail may say: an SMS is read by whoever holds the phone.
PERSONAL_PLACEHOLDERS = {
    "name": "Nguyễn Văn A",
    "identity": "••••••••1234",
    "address": "12 đường Lê Lợi",
    "procedure": "Cấp giấy phép xây dựng nhà ở riêng lẻ",
    "reason": "Chờ kết quả đo đạc",
}
PLACEHOLDER = re.compile(r"\{(\w*)\}")
#: A part in brackets is left out where one of its placeholders is empty.
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class TthcNoticeTemplate(models.Model):
    """What the citizen reads of an event, by one channel."""

    _name = "tthc.notice.template"
    _description = "Text of a notice"
    _order = "sequence, id"

    sequence = fields.Integer(default=100)
    active = fields.Boolean(
        string="In use",
        default=True,
        help="Off: nobody is told of this event by this channel.",
    )
    event = fields.Selection(EVENT_LABELS, string="About", required=True)
    channel = fields.Selection(
        [pair for pair in CHANNELS if pair[0] in SENT_CHANNELS],
        string="Sent by",
        required=True,
    )
    subject = fields.Char(help="Of the e-mail.")
    body = fields.Text(string="Text", required=True)
    delay_minutes = fields.Integer(
        string="Send after (minutes)",
        help="Time in which the action can be taken back before the citizen hears "
        "of it.",
    )
    off_center_ids = fields.Many2many(
        "tthc.center",
        "tthc_notice_template_off_rel",
        "template_id",
        "center_id",
        string="Not sent at",
        help="Centers that do not tell of this event by this channel.",
    )
    preview = fields.Text(compute="_compute_preview")
    summary = fields.Char(string="What it says", compute="_compute_preview")
    length_note = fields.Char(string="Length", compute="_compute_preview")

    _event_channel_uniq = models.UniqueIndex(
        "(event, channel)", "This event has a text for this channel already."
    )
    _delay_positive = models.Constraint(
        "CHECK (delay_minutes >= 0)", "A notice can't be sent before its event."
    )

    @api.depends("event", "channel")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = self.fields_get(["event", "channel"], ["selection"])
        events, channels = (
            dict(labels[name]["selection"]) for name in ("event", "channel")
        )
        for template in self:
            event, channel = events.get(template.event), channels.get(template.channel)
            template.display_name = f"{event} – {channel}" if event else False

    @api.depends("subject", "body", "channel")
    def _compute_preview(self):
        # sudo: of the gateway nothing is shown but whether it writes accents
        provider = self.env["tthc.sms.provider"].sudo().search([], limit=1)
        sample = PLAIN_PLACEHOLDERS | PERSONAL_PLACEHOLDERS
        for template in self:
            text = template._fill(template.body or "", sample)
            template.length_note = False
            template.summary = template._fill(template.subject or "", sample) or text
            if template.channel == "sms":
                text = without_accents(text) if provider.no_accents else text
                template.length_note = self.env._(
                    "%(letters)s letters, sent as %(parts)s message(s)",
                    letters=len(text),
                    parts=part_count(text),
                )
            elif template.subject:
                text = f"{template._fill(template.subject, sample)}\n\n{text}"
            template.preview = text

    @api.constrains("subject", "body", "channel")
    def _check_text(self):
        for template in self:
            used = set(PLACEHOLDER.findall(f"{template.subject or ''} {template.body}"))
            unknown = used - PLAIN_PLACEHOLDERS.keys() - PERSONAL_PLACEHOLDERS.keys()
            if unknown:
                raise ValidationError(
                    self.env._(
                        "There is no %(names)s. Known are: %(known)s.",
                        names=self._names(unknown),
                        known=self._names(template._known()),
                    )
                )
            personal = used & PERSONAL_PLACEHOLDERS.keys()
            if template.channel == "sms" and personal:
                raise ValidationError(
                    self.env._(
                        "An SMS tells nothing about a person: leave %(names)s to the "
                        "e-mail.",
                        names=self._names(personal),
                    )
                )

    def _known(self):
        if self.channel == "sms":
            return [*PLAIN_PLACEHOLDERS]
        return [*PLAIN_PLACEHOLDERS, *PERSONAL_PLACEHOLDERS]

    @api.model
    def _names(self, placeholders):
        return ", ".join(f"{{{name}}}" for name in placeholders)

    @api.model_create_multi
    def create(self, vals_list):
        """Create texts; whoever queues asks for them anew."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Write texts; whoever queues asks for them anew."""
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """Delete texts; whoever queues asks for them anew."""
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache("event")
    def _ways(self, event):
        """How citizens are told of an event; no query where it was asked before.

        :param event: key of ``NOTICE_EVENTS``
        :return: tuple of (channel, minutes to wait, ids of centers that do not)
        """
        # sudo: a receipt queues notices, whoever makes it
        templates = self.sudo().search([("event", "=", event)])
        return tuple(
            (template.channel, template.delay_minutes, (*template.off_center_ids.ids,))
            for template in templates
        )

    @api.model
    def _of(self, event, channel):
        """The text of an event for a channel, also one that is switched off."""
        templates = self.with_context(active_test=False)
        domain = [("event", "=", event), ("channel", "=", channel)]
        return templates.search(domain, limit=1)

    def _render(self, values):
        """The words that a citizen is sent.

        :param values: dict of the placeholders, texts or empty
        :return: pair of subject (empty for an SMS) and text
        """
        self.ensure_one()
        subject = self._fill(self.subject or "", values)
        return subject, self._fill(self.body, values)

    @api.model
    def _fill(self, text, values):
        """Put values into a text, once: what a value says is no placeholder."""

        def fill(part):
            """A part of the text with its values."""
            return PLACEHOLDER.sub(lambda found: values.get(found[1]) or "", part)

        pieces, begin = [], 0
        for found in OPTIONAL.finditer(text):
            pieces.append(fill(text[begin : found.start()]))
            names = PLACEHOLDER.findall(found[1])
            if all(values.get(name) for name in names):
                pieces.append(fill(found[1]))
            begin = found.end()
        return "".join([*pieces, fill(text[begin:])]).strip()
