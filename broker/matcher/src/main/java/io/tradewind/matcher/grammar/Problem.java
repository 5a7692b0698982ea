package io.tradewind.matcher.grammar;

/**
 * One thing that is wrong in a workload file.
 *
 * @param field dotted path, such as {@code resources.accelerators} or {@code data[1].size}
 * @param advice what would be right
 */
public record Problem(String field, String message, String advice) {}
