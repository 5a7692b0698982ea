package io.tradewind.server.problem;

/**
 * One wrong part of a request.
 *
 * @param field where it is, such as {@code resources.accelerators}
 * @param message what is wrong with it, with its value
 * @param advice what to write instead
 */
public record FieldProblem(String field, String message, String advice) {}
