/**
 * The program: home folder, embedded database, console. Runs before and around the Quarkus
 * application.
 */
@NullMarked
package io.tradewind.server.start;

import org.jspecify.annotations.NullMarked;
