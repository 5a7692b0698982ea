/**
 * Papers that people and spreadsheets read: pages of A4, and lines of CSV. The same content is the
 * same bytes.
 */
@NullMarked
package io.tradewind.server.paper;

import org.jspecify.annotations.NullMarked;
