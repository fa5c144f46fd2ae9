from odoo import api, fields, models

from odoo.addons.tthc_base.tools.search_key import fold


class TthcProcedureChainLine(models.Model):
    """What one agency does in a chain, and how long it may take.

    A line is unresolved while nobody knows which agency its text means, or which
    procedure the chain belongs to. No step is ever made from such a line.
    """

    _name = "tthc.procedure.chain.line"
    _inherit = ["tthc.procedure.part", "tthc.procedure.task"]
    _description = "Line of an interlinked chain"
    _order = "chain_id, sequence, id"
    _rec_name = "task"

    chain_id = fields.Many2one(
        "tthc.procedure.chain", required=True, ondelete="cascade", index=True
    )
    version_id = fields.Many2one(
        related="chain_id.version_id",
        store=True,
        required=False,
        ondelete=None,
    )
    version_state = fields.Selection(related="version_id.state")
    parallel_group = fields.Char(
        string="Side by side",
        size=4,
        help="Lines that stand together with the same letter run at the same time. A "
        "letter that only one line bears joins it to the line before.",
    )
    agency_id = fields.Many2one(index="btree_not_null")
    agency_text = fields.Char(string="Agency as published")
    task = fields.Char(required=True)
    evidence = fields.Char(help="The words of the source.")
    source = fields.Char()
    is_unresolved = fields.Boolean(
        string="Unresolved", compute="_compute_is_unresolved", store=True
    )
    unresolved_reason = fields.Char(string="Why", compute="_compute_unresolved_reason")

    _unresolved_idx = models.Index("(chain_id) WHERE is_unresolved")

    @api.depends("agency_id", "at_center_body", "chain_id.version_id")
    def _compute_is_unresolved(self):
        for line in self:
            line.is_unresolved = not (line._is_assigned() and line.chain_id.version_id)

    @api.depends(
        "agency_id",
        "at_center_body",
        "agency_text",
        "chain_id.version_id.state",
        "chain_id.procedure_text",
        "chain_id.is_published",
    )
    @api.depends_context("lang")
    def _compute_unresolved_reason(self):
        for line in self:
            line.unresolved_reason = "; ".join(line._unresolved_reasons())

    def _unresolved_reasons(self):
        self.ensure_one()
        reasons = []
        if not self._is_assigned():
            reasons.append(
                self.env._("agency not known: %(text)s", text=self.agency_text)
                if self.agency_text
                else self.env._("no agency stated")
            )
        chain = self.chain_id
        if not chain.version_id:
            reasons.append(
                chain._waiting_reason() if chain else self.env._("no procedure chosen")
            )
        elif reasons and not chain.version_id._is_open():
            reasons.append(self.env._("the version was approved: amend it first"))
        return reasons

    def _traced_parts(self):
        """Lines of a version, and of a chain that still waits for one."""
        chains = self.chain_id._traced()
        return super()._traced_parts() | self.filtered(
            lambda line: line.chain_id in chains
        )

    def _note_texts(self, texts):
        """Note in the chatter of the chain, too."""
        by_chain = {}
        traced = self.chain_id._traced()
        for line, lines in texts.items():
            if line.chain_id in traced:
                by_chain.setdefault(line.chain_id, []).extend(lines)
        traced._note_parts(by_chain)
        return super()._note_texts(texts)

    def write(self, vals):
        """Write lines; none is moved into a version that was approved."""
        result = super().write(vals)
        if "chain_id" in vals:
            self.version_id._check_not_frozen()
        return result

    def _title(self):
        self.ensure_one()
        return self.task or ""

    def _difference_label(self):
        """A line is known by its work."""
        return self._title()

    def _agency_label(self):
        self.ensure_one()
        return super()._agency_label() or self.agency_text or ""

    def _stage_keys(self):
        """Neighbours with the same letter share a number.

        A letter that only one line bears joins it to the line before: published
        texts mark what runs “within the 60 days” of the step before in this way.
        """
        groups = self._letters()
        keys = []
        before = None
        for group in groups:
            goes_along = group and (group == before or groups.count(group) == 1)
            keys.append(keys[-1] + (not goes_along) if keys else 0)
            before = group
        return keys

    def _letters(self):
        """The letters of the lines, one each, empty where there is none."""
        return [(line.parallel_group or "").strip() for line in self]

    def _warnings(self, limits):
        """Add what contradicts itself in the letters."""
        found = super()._warnings(limits)
        groups = self._letters()
        befores = [self.browse(), *self][:-1]
        split = self._split_groups(groups) if groups else set()
        for line, before, group in zip(self, befores, groups, strict=True):
            if group in split:
                found[line].append(
                    self.env._(
                        "“%(name)s” is marked side by side (%(group)s), but lines "
                        "without that letter stand between.",
                        name=line._title(),
                        group=group,
                    )
                )
            elif group and groups.count(group) == 1:
                found[line].append(line._lone_letter_sentence(before, group))
        return found

    def _lone_letter_sentence(self, before, group):
        """Say how a letter is understood that no other line bears.

        :param before: the line before, or none
        :param group: the letter
        """
        self.ensure_one()
        if before:
            return self.env._(
                "“%(name)s” alone is marked side by side (%(group)s): it is taken to "
                "run beside “%(before)s”.",
                name=self._title(),
                group=group,
                before=before._title(),
            )
        return self.env._(
            "“%(name)s” is marked side by side (%(group)s) with no other line: give "
            "the same letter to the line it runs beside.",
            name=self._title(),
            group=group,
        )

    def _step_values(self):
        """Values of the steps that lines of one chain become.

        Lines that run side by side get the same number.

        :return: list of values of ``tthc.procedure.step``
        """
        return [
            {
                "version_id": line.version_id.id,
                "chain_line_id": line.id,
                "sequence": 10 * (stage + 1),
                "name": line.task,
                "agency_id": line.agency_id.id,
                "at_center_body": line.at_center_body,
                "role": line.role,
                "kind": line.kind,
                "limit_value": line.limit_value,
                "limit_unit": line.limit_unit,
                "from_start": line.from_start,
                "excluded_from_clock": line.excluded_from_clock,
                "tacit_consent": line.tacit_consent,
            }
            for line, stage in zip(self, self._stage_keys(), strict=True)
        ]

    @api.model
    def _unassigned_by_text(self):
        """Lines whose agency is asked for and may still be filled in.

        :return: dict of folded text → lines
        """
        lines = self.search(
            [
                ("is_unresolved", "=", True),
                ("agency_id", "=", False),
                ("at_center_body", "=", False),
                ("agency_text", "!=", False),
                ("version_id.state", "in", (False, "draft", "proposed")),
            ]
        )
        return lines.grouped(lambda line: fold(line.agency_text))
