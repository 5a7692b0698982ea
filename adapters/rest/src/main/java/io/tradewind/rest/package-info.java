/**
 * What adapters over plain REST share: a small blocking JSON client whose failures are named by the
 * broker's next move, a reader that says what was wrong with a reply, and the collecting of offers.
 * A library for adapters, not a provider.
 */
@NullMarked
package io.tradewind.rest;

import org.jspecify.annotations.NullMarked;
