/**
 * The command {@code tradewind}: the REST API from a shell. It knows the contract and nothing else
 * of the broker; what it shows as a table is what {@code --output json} gives whole.
 */
@NullMarked
package io.tradewind.cli;

import org.jspecify.annotations.NullMarked;
