/** The way into the database. */
@NullMarked
package io.tradewind.server.database;

import org.jspecify.annotations.NullMarked;
