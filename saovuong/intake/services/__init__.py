"""Everything that changes a reading on its way into the book. Each act is one transaction with its audit entry, or nothing."""

from saovuong.intake.services.decide import (
    BadThreshold,
    DecidedMeanwhile,
    batch_plan,
    candidate_confirm,
    candidate_correct,
    candidate_reject,
    candidate_undo,
    candidates_decide,
    review_batch,
    review_open,
)
from saovuong.intake.services.finish import review_finish
from saovuong.intake.services.grid import grid_save, grid_undo
from saovuong.intake.services.grid_finish import grid_hand_in
from saovuong.intake.services.manual import (
    ADDED_BY_HAND,
    Place,
    WordsNotFound,
    evidence_at,
    evidence_of_place,
    facts_enter,
    figure_add,
    figure_add_at,
    place_of_words,
)
from saovuong.intake.services.once import facts_enter_once
from saovuong.intake.services.returned import AnsweredMeanwhile, figure_correct, figure_keep, figure_withdraw
from saovuong.intake.services.submit import document_submit
from saovuong.intake.services.teaching import examples_import, taught_apply, taught_undo
from saovuong.intake.services.undoing import StepOvertaken, UnknownStep, step_undo
from saovuong.intake.services.verifying import (
    JudgedMeanwhile,
    figure_approve,
    figure_return,
    unchanged_among,
    unchanged_approve,
    unchanged_since_accepted,
    verdict_stamp,
)

__all__ = [
    "ADDED_BY_HAND",
    "AnsweredMeanwhile",
    "BadThreshold",
    "DecidedMeanwhile",
    "JudgedMeanwhile",
    "Place",
    "StepOvertaken",
    "UnknownStep",
    "WordsNotFound",
    "batch_plan",
    "candidate_confirm",
    "candidate_correct",
    "candidate_reject",
    "candidate_undo",
    "candidates_decide",
    "document_submit",
    "evidence_at",
    "evidence_of_place",
    "examples_import",
    "facts_enter",
    "facts_enter_once",
    "figure_add",
    "figure_add_at",
    "figure_approve",
    "figure_correct",
    "figure_keep",
    "figure_return",
    "figure_withdraw",
    "grid_hand_in",
    "grid_save",
    "grid_undo",
    "place_of_words",
    "review_batch",
    "review_finish",
    "review_open",
    "step_undo",
    "taught_apply",
    "taught_undo",
    "unchanged_among",
    "unchanged_approve",
    "unchanged_since_accepted",
    "verdict_stamp",
]
