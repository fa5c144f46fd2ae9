import json
import time

import requests

from odoo import api, models

from .tthc_parcel_carrier import NUMBER, ORDER_WORDS, PLACEHOLDER

#: An answer is read up to here: what is longer is no answer.
ANSWER_MAX = 65_536
#: What of an answer is kept to be read.
ANSWER_SHOWN = 200


class TthcParcelAdapterJson(models.AbstractModel):
    """A carrier that is asked over HTTP and answers in JSON.

    Addresses are those that the administrator entered and no others: no redirect is
    followed, and only path and query can hold what comes from a parcel.
    """

    _name = "tthc.parcel.adapter.json"
    _inherit = ["tthc.parcel.adapter"]
    _description = "Carrier over HTTP, in JSON"

    @api.model
    def _speaks(self):
        """The carrier is asked over a line."""
        return True

    @api.model
    def _place(self, parcel):
        """See ``tthc.parcel.adapter``; the order's key makes a repetition harmless."""
        carrier = parcel.carrier_id
        words = self._order_words(parcel)
        body = PLACEHOLDER.sub(
            lambda found: self._escape(words.get(found[1], found[0])),
            carrier.order_body or "{}",
        )
        answer = self._ask(carrier, "POST", carrier.order_url, body, parcel.order_key)
        if answer["state"] != "told":
            return answer
        number = self._at(answer["data"], carrier.number_path)
        if not isinstance(number, str | int) or not str(number).strip():
            return self._again(self._not_understood(answer["text"]))
        return {"state": "placed", "tracking_number": str(number).strip()[:60]}

    @api.model
    def _withdraw(self, parcel):
        """See ``tthc.parcel.adapter``."""
        carrier = parcel.carrier_id
        if not carrier.cancel_url:
            reason = self.env._("This carrier is told by phone.")
            return {"state": "refused", "reason": reason}
        url = self._with_number(carrier.cancel_url, parcel)
        answer = self._ask(carrier, "POST", url, "{}", f"{parcel.order_key}-cancel")
        return {"state": "placed"} if answer["state"] == "told" else answer

    @api.model
    def _whereabouts(self, parcel):
        """See ``tthc.parcel.adapter``."""
        carrier = parcel.carrier_id
        url = self._with_number(carrier.status_url, parcel)
        answer = self._ask(carrier, "GET", url)
        if answer["state"] != "told":
            return {**answer, "status": False}
        word = str(self._at(answer["data"], carrier.status_path) or "").strip()
        receiver = self._at(answer["data"], carrier.receiver_path)
        attempts = self._at(answer["data"], carrier.attempts_path)
        return {
            "state": "told",
            "word": word[:ANSWER_SHOWN],
            "status": carrier._words().get(word.casefold(), False),
            "receiver": str(receiver or "").strip()[:ANSWER_SHOWN],
            "attempts": attempts if isinstance(attempts, int) else 0,
        }

    # -- words ---------------------------------------------------------------------

    @api.model
    def _order_words(self, parcel):
        values = {name: parcel[name] or "" for name in ORDER_WORDS if name in parcel}
        values.update(
            key=parcel.order_key,
            parcel=parcel.name or "",
            cod=int(parcel.cod_amount),
            price_paid_by=parcel.price_payment,
        )
        return {name: str(value) for name, value in values.items()}

    @api.model
    def _escape(self, value):
        return json.dumps(value, ensure_ascii=False)[1:-1]

    @api.model
    def _with_number(self, address, parcel):
        number = requests.utils.quote(parcel.tracking_number or "", safe="")
        return address.replace(NUMBER, number)

    @api.model
    def _at(self, data, path):
        """What stands at a path such as “data.code”, or None."""
        for key in (path or "").split("."):
            if not isinstance(data, dict):
                return None
            data = data.get(key)
        return data

    # -- the line ------------------------------------------------------------------

    @api.model
    def _ask(self, carrier, method, url, body=None, key=None):
        """Ask the carrier once.

        :param body: JSON text, or None
        :param key: stays the same when the same is asked again
        :return: dict ``state`` (“told” with ``data`` and ``text``, “again”, or
            “refused” with ``reason``)
        """
        # sudo: the secret word is the administrator's, the order anybody's
        token = carrier.sudo().token or ""
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        if key:
            headers["Idempotency-Key"] = key
        if carrier.header:
            headers["Authorization"] = carrier.header.replace("{token}", token)
        try:
            with requests.request(
                method,
                url,
                data=body.encode() if body is not None else None,
                headers=headers,
                timeout=carrier.timeout,
                # The token must not follow to wherever somebody points.
                allow_redirects=False,
                stream=True,
            ) as answer:
                text = self._read(answer, carrier.timeout)
                return self._judge(answer.status_code, text)
        except requests.exceptions.RequestException:
            return self._again(self.env._("The carrier can't be reached."))

    @api.model
    def _read(self, answer, seconds):
        """The text of an answer, or None when it is too long or takes too long."""
        until = time.monotonic() + seconds
        text = b""
        for piece in answer.iter_content(8192):
            text += piece
            if len(text) > ANSWER_MAX or time.monotonic() > until:
                return None
        return text.decode("utf-8", "replace")

    @api.model
    def _judge(self, code, text):
        if text is None:
            return self._again(self.env._("The carrier's answer has no end."))
        if code in (408, 425, 429) or code >= 500:
            return self._again(
                self.env._("The carrier answered with error %(code)s.", code=code)
            )
        if code >= 300:
            return {
                "state": "refused",
                "reason": self.env._(
                    "The carrier refused it (%(code)s): %(answer)s",
                    code=code,
                    answer=text[:ANSWER_SHOWN].strip() or "–",
                ),
            }
        try:
            data = json.loads(text)
        except ValueError:
            return self._again(self._not_understood(text))
        return {"state": "told", "data": data, "text": text}

    @api.model
    def _again(self, reason):
        return {"state": "again", "reason": reason}

    @api.model
    def _not_understood(self, text):
        return self.env._(
            "The carrier's answer is not understood: %(answer)s",
            answer=text[:ANSWER_SHOWN].strip() or "–",
        )
