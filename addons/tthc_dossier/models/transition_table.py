"""Every transition of a dossier, in one table (design.md, rule 4).

The code moves a dossier by this table only; the tests walk every cell of it, and the
README of the addon shows it. ``tthc_dossier_*.py`` hold the needs and effects.
"""

from dataclasses import dataclass

RECEPTION = "tthc_base.group_reception"
SPECIALIST = "tthc_base.group_specialist"
LEADER = "tthc_base.group_leader"
MANAGER = "tthc_base.group_center_manager"
STAFF = "tthc_base.group_staff"
ADMIN = "tthc_base.group_admin"

STATES = [
    ("draft", "Draft"),
    ("submitted", "To be received"),
    ("intake_supplement", "Waiting for papers before receipt"),
    ("refused_intake", "Refused at intake"),
    ("received", "Received"),
    ("processing", "In processing"),
    ("supplement", "Waiting for a supplement"),
    ("fee_wait", "Waiting for a financial obligation"),
    ("resolved", "Result ready"),
    ("returned", "Result returned"),
    ("withdrawn", "Withdrawn"),
    ("stopped", "Stopped"),
]

#: Status codes of the national portal (domain.md §2.3 A).
NATIONAL_CODES = {
    "submitted": 1,
    "received": 2,
    "refused_intake": 3,
    "processing": 4,
    "intake_supplement": 5,
    "supplement": 5,
    "fee_wait": 6,
    "withdrawn": 7,
    "stopped": 8,
    "resolved": 9,
    "returned": 10,
}

#: States in which the legal clock runs or is paused.
OPEN_STATES = ("received", "processing", "supplement", "fee_wait")
#: States in which papers pass from agency to agency. A supplement gives the dossier
#: back to the citizen (Decree 61/2018 Art 19.4): there is nothing to pass, and nobody
#: begins on what is not complete. While the citizen pays, the papers stay in the
#: process, and the duty to hand them over the same day goes on (Art 18, 19.6).
PASSING_STATES = ("processing", "fee_wait")
#: States before the receipt: nothing is promised yet.
INTAKE_STATES = ("draft", "submitted", "intake_supplement")
#: Target of a transition that leaves the dossier in the state that it is in.
SAME = "same"
#: Target of a transition that goes back to the state before the last action.
BEFORE = "before"
#: Target of a transition that leads to the state in which an earlier system left it.
AS_IT_WAS = "as it was"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    ``needs`` and ``effect`` name methods of ``tthc.dossier``. A need raises a
    ``UserError`` that says what is missing; the effect returns the values to write,
    one dict a dossier. ``target`` is a state, :data:`SAME`,
    :data:`BEFORE` or :data:`AS_IT_WAS`.
    ``undoable``: may be taken back as long as nobody has gone on from it. ``moment``
    names the method that says when it happened, where that is not the moment at which
    it is told.
    """

    action: str
    origins: tuple
    target: str
    group: str
    needs: tuple = ()
    effect: str = ""
    ground: str = ""
    undoable: bool = False
    moment: str = ""


TRANSITIONS = {
    row.action: row
    for row in (
        Transition(
            "submit",
            ("draft",),
            "submitted",
            RECEPTION,
            needs=("_need_center", "_need_owner"),
            effect="_effect_submit",
            ground="NĐ 61/2018 Điều 16",
        ),
        Transition(
            "guide",
            ("draft", "submitted", "intake_supplement"),
            "intake_supplement",
            RECEPTION,
            needs=(
                "_need_center",
                "_need_owner",
                "_need_request",
                "_need_supplement_left",
                "_need_whole_guidance",
            ),
            effect="_effect_guide",
            ground="NĐ 61/2018 Điều 15.3, 17.1.a",
        ),
        Transition(
            "refuse_intake",
            ("draft", "submitted", "intake_supplement"),
            "refused_intake",
            RECEPTION,
            needs=("_need_center", "_need_owner", "_need_reason"),
            effect="_effect_refuse_intake",
            ground="NĐ 61/2018 Điều 17.1.b",
        ),
        Transition(
            "receive",
            ("draft", "submitted", "intake_supplement"),
            "received",
            RECEPTION,
            needs=(
                "_need_center",
                "_need_owner",
                "_need_papers",
                "_need_authorisation",
                "_need_minutes",
            ),
            effect="_effect_receive",
            ground="NĐ 61/2018 Điều 17",
        ),
        Transition(
            "receive_late",
            ("draft", "intake_supplement"),
            "received",
            RECEPTION,
            needs=(
                "_need_center",
                "_need_owner",
                "_need_papers",
                "_need_authorisation",
                "_need_minutes",
                "_need_reserved_number",
            ),
            effect="_effect_receive_late",
            ground="NĐ 61/2018 Điều 17",
            moment="_moment_of_receipt",
        ),
        Transition(
            "return_now",
            ("draft", "submitted", "intake_supplement"),
            "returned",
            RECEPTION,
            needs=(
                "_need_center",
                "_need_owner",
                "_need_papers",
                "_need_authorisation",
                "_need_immediate",
            ),
            effect="_effect_return_now",
            ground="NĐ 61/2018 Điều 17.4",
        ),
        Transition(
            "transfer",
            ("received",),
            "processing",
            RECEPTION,
            needs=("_need_center",),
            effect="_effect_transfer",
            ground="NĐ 61/2018 Điều 18",
            undoable=True,
        ),
        Transition(
            "finish_step",
            ("processing",),
            "processing",
            SPECIALIST,
            needs=(
                "_need_own_step",
                "_need_result_of_specialist",
                "_need_no_open_request",
            ),
            effect="_effect_finish_step",
            ground="NĐ 61/2018 Điều 19",
            undoable=True,
        ),
        Transition(
            "take",
            ("processing", "supplement", "fee_wait"),
            SAME,
            SPECIALIST,
            needs=("_need_free_step",),
            effect="_effect_take",
            ground="NĐ 61/2018 Điều 19.1",
        ),
        Transition(
            "assign",
            ("processing", "supplement", "fee_wait"),
            SAME,
            LEADER,
            needs=("_need_unassigned_step", "_need_member"),
            effect="_effect_assign",
            ground="NĐ 61/2018 Điều 19.1",
        ),
        Transition(
            "reassign",
            ("processing", "supplement", "fee_wait"),
            SAME,
            LEADER,
            needs=("_need_assigned_step", "_need_member"),
            effect="_effect_reassign",
            ground="NĐ 61/2018 Điều 19.1",
        ),
        Transition(
            "pass_on",
            PASSING_STATES,
            SAME,
            RECEPTION,
            needs=("_need_held_step",),
            effect="_effect_pass_on",
            ground="NĐ 61/2018 Điều 19.6",
        ),
        Transition(
            "ask_supplement",
            ("processing",),
            SAME,
            SPECIALIST,
            needs=(
                "_need_own_step",
                "_need_request",
                "_need_no_open_request",
                "_need_supplement_left",
                "_need_ask_in_time",
            ),
            effect="_effect_ask_supplement",
            ground="NĐ 61/2018 Điều 19.4",
            undoable=True,
        ),
        Transition(
            "allow_late_supplement",
            ("processing",),
            SAME,
            MANAGER,
            needs=(
                "_need_center",
                "_need_reason",
                "_need_no_open_request",
                "_need_supplement_left",
                "_need_ask_over",
            ),
            effect="_effect_allow_late_supplement",
            ground="NĐ 61/2018 Điều 19.4",
        ),
        Transition(
            "request_supplement",
            ("processing",),
            "supplement",
            RECEPTION,
            needs=("_need_center", "_need_open_request"),
            effect="_effect_request_supplement",
            ground="NĐ 61/2018 Điều 5.1.e, 19.4",
        ),
        Transition(
            "accept_supplement",
            ("supplement",),
            "processing",
            RECEPTION,
            needs=("_need_center",),
            effect="_effect_accept_supplement",
            ground="NĐ 61/2018 Điều 19.4",
            undoable=True,
        ),
        Transition(
            "expire_supplement",
            ("supplement",),
            "stopped",
            RECEPTION,
            needs=("_need_center", "_need_window_over"),
            effect="_effect_expire_supplement",
        ),
        Transition(
            "refuse_supplement",
            ("supplement",),
            "resolved",
            LEADER,
            needs=("_need_lead_agency", "_need_window_over"),
            effect="_effect_refuse_supplement",
            ground="NĐ 61/2018 Điều 19.8",
        ),
        Transition(
            "ask_fee",
            ("processing",),
            "fee_wait",
            SPECIALIST,
            needs=("_need_own_step", "_need_reason", "_need_no_open_request"),
            effect="_effect_ask_fee",
            undoable=True,
        ),
        Transition(
            "confirm_fee",
            ("fee_wait",),
            "processing",
            RECEPTION,
            needs=("_need_center", "_need_proof_of_payment"),
            effect="_effect_confirm_fee",
            ground="NĐ 61/2018 Điều 22",
            undoable=True,
        ),
        Transition(
            "consult",
            ("processing",),
            SAME,
            SPECIALIST,
            needs=(
                "_need_own_step",
                "_need_consulted_agency",
                "_need_reason",
                "_need_answer_limit",
            ),
            effect="_effect_consult",
            ground="NĐ 61/2018 Điều 19.5",
            undoable=True,
        ),
        Transition(
            "check_field",
            ("processing",),
            SAME,
            SPECIALIST,
            needs=("_need_own_step", "_need_reason", "_need_answer_limit"),
            effect="_effect_check_field",
            ground="NĐ 61/2018 Điều 19.3",
            undoable=True,
        ),
        Transition(
            "end_pause",
            ("processing", "supplement", "fee_wait"),
            SAME,
            SPECIALIST,
            needs=("_need_own_pause", "_need_answer"),
            effect="_effect_end_pause",
            ground="NĐ 61/2018 Điều 19.5",
            undoable=True,
        ),
        Transition(
            "resolve",
            ("processing",),
            "resolved",
            LEADER,
            needs=(
                "_need_own_step",
                "_need_last_step",
                "_need_result",
                "_need_known_results",
                "_need_no_open_request",
            ),
            effect="_effect_resolve",
            ground="NĐ 61/2018 Điều 19",
            undoable=True,
        ),
        Transition(
            "notify_result",
            ("resolved",),
            SAME,
            RECEPTION,
            needs=("_need_center", "_need_means"),
            effect="_effect_notify_result",
            ground="NĐ 61/2018 Điều 20.4",
        ),
        Transition(
            "give_back",
            ("resolved",),
            "returned",
            RECEPTION,
            needs=(
                "_need_center",
                "_need_collector",
                "_need_early_notice",
                "_need_originals",
                "_need_fee_paid",
            ),
            effect="_effect_give_back",
            ground="NĐ 61/2018 Điều 20",
        ),
        Transition(
            "withdraw",
            (
                "submitted",
                "intake_supplement",
                "received",
                "processing",
                "supplement",
                "fee_wait",
            ),
            "withdrawn",
            RECEPTION,
            needs=("_need_center", "_need_reason"),
            effect="_effect_withdraw",
        ),
        Transition(
            "stop",
            ("processing", "supplement", "fee_wait"),
            "stopped",
            LEADER,
            needs=("_need_lead_agency", "_need_reason"),
            effect="_effect_stop",
        ),
        Transition(
            "apologise",
            ("received", "processing"),
            SAME,
            LEADER,
            needs=(
                "_need_lead_agency",
                "_need_running_clock",
                "_need_reason",
                "_need_apology_left",
                "_need_new_date",
            ),
            effect="_effect_apologise",
            ground="NĐ 61/2018 Điều 19.9",
        ),
        Transition(
            "draft_apology",
            ("received", "processing"),
            SAME,
            SPECIALIST,
            needs=(
                "_need_lead_agency",
                "_need_running_clock",
                "_need_reason",
                "_need_apology_left",
                "_need_new_date",
            ),
            effect="_effect_draft_apology",
            ground="NĐ 61/2018 Điều 19.9",
        ),
        Transition(
            "overrule_apology",
            ("received", "processing"),
            SAME,
            MANAGER,
            needs=(
                "_need_center",
                "_need_running_clock",
                "_need_reason",
                "_need_overrule_left",
                "_need_new_date",
            ),
            effect="_effect_overrule_apology",
            ground="NĐ 61/2018 Điều 19.9",
        ),
        Transition(
            "issue_apology",
            ("received", "processing", "supplement", "fee_wait", "resolved"),
            SAME,
            RECEPTION,
            needs=("_need_center", "_need_signed_apology", "_need_means"),
            effect="_effect_issue_apology",
            ground="NĐ 61/2018 Điều 19.9",
        ),
        Transition(
            "recount",
            ("received", "processing", "supplement", "fee_wait"),
            SAME,
            ADMIN,
            needs=("_need_ground", "_need_moved_date"),
            effect="_effect_recount",
        ),
        Transition(
            "correct_receipt",
            ("received", "processing", "supplement", "fee_wait", "resolved"),
            SAME,
            RECEPTION,
            needs=(
                "_need_center",
                "_need_reason",
                "_need_correction",
                "_need_removable_papers",
            ),
            effect="_effect_correct_receipt",
            ground="NĐ 61/2018 Điều 21",
        ),
        Transition(
            "annul",
            ("received",),
            "stopped",
            RECEPTION,
            needs=(
                "_need_center",
                "_need_reason",
                "_need_own_action",
                "_need_unopened",
                "_need_nothing_paid",
            ),
            effect="_effect_annul",
            ground="NĐ 61/2018 Điều 21",
        ),
        Transition(
            "carry_over",
            ("draft",),
            AS_IT_WAS,
            MANAGER,
            needs=("_need_center", "_need_owner", "_need_carried"),
            effect="_effect_carry_over",
        ),
        Transition(
            "undo",
            ("processing", "supplement", "fee_wait", "resolved"),
            BEFORE,
            STAFF,
            needs=("_need_undoable", "_need_own_action", "_need_unopened"),
            effect="_effect_undo",
        ),
        Transition(
            "give_originals",
            (
                "submitted",
                "intake_supplement",
                "refused_intake",
                "received",
                "processing",
                "supplement",
                "fee_wait",
                "resolved",
                "returned",
                "withdrawn",
                "stopped",
            ),
            SAME,
            RECEPTION,
            needs=("_need_center", "_need_held_originals", "_need_known_receiver"),
            effect="_effect_give_originals",
            ground="NĐ 61/2018 Điều 20.2",
        ),
        Transition(
            "remind_result",
            ("resolved",),
            SAME,
            RECEPTION,
            needs=("_need_center", "_need_uncollected"),
            effect="_effect_remind_result",
        ),
        Transition(
            "end_keeping",
            ("resolved",),
            SAME,
            RECEPTION,
            needs=("_need_center", "_need_uncollected", "_need_keeping_over"),
            effect="_effect_end_keeping",
        ),
        Transition(
            "close_file",
            ("returned", "withdrawn", "stopped", "resolved"),
            SAME,
            RECEPTION,
            needs=(
                "_need_center",
                "_need_finished_matter",
                "_need_originals_gone",
                "_need_numbered_sheets",
            ),
            effect="_effect_close_file",
            ground="NĐ 30/2020 Điều 29",
        ),
        Transition(
            "reopen_file",
            ("returned", "withdrawn", "stopped", "resolved"),
            SAME,
            RECEPTION,
            needs=("_need_center", "_need_reason", "_need_closed_file"),
            effect="_effect_reopen_file",
        ),
    )
}
