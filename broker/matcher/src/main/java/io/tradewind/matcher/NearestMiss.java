package io.tradewind.matcher;

import java.util.OptionalDouble;

/**
 * The best offer that fails only one hard constraint.
 *
 * @param savingPercent against the choice; negative when it is dearer, empty when there is no
 *     choice
 * @param advice what to change, and what it would bring
 */
public record NearestMiss(
    RejectionReason constraint, Candidate candidate, OptionalDouble savingPercent, String advice) {}
