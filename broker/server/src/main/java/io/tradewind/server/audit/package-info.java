/**
 * Who did what: a chain for each organization that the database writes, numbers and seals, and that
 * nobody changes.
 *
 * <p>Two kinds of entries stand in it, joined by the id of the request. A <b>change</b> ({@code
 * member.changed}) is written by a trigger in the transaction that makes it, with the row before
 * and after, so there is none without the other; {@code afterMigrate.sql} names the tables and
 * which of their columns are shown, and nothing else is. A <b>request</b> ({@code POST
 * /api/v1/members}, with its status) is written by {@code RequestFilter} once the answer is known,
 * so that what was refused stands there too. Who asked comes into the transaction by {@code
 * database.Attribution}.
 *
 * <p>Both wait in {@code audit_waiting} when they are written and are sealed into the chain
 * together with others, within a second and before anybody reads: a chain has one end, and whatever
 * an organization did would otherwise wait for the disk in turn. They stand in the order in which
 * they were written; one whose transaction takes long stands behind what was sealed meanwhile, with
 * its own time.
 *
 * <p>The hash of an entry is the SHA-256, in hexadecimal, of these fields with commas between them:
 * {@code previous}, organization, {@code seq}, {@code at} in microseconds since 1970, {@code
 * actor}, {@code actorName}, {@code token}, {@code action}, {@code target}, {@code outcome}, {@code
 * request}, {@code reason}, {@code before}, {@code after}. A field is the number of its characters,
 * a colon and itself; one that is null is a hyphen. The first entry follows 64 zeros. Who keeps the
 * hash of the last entry elsewhere knows later that nothing before it was changed, not even by who
 * owns the database.
 *
 * <p>It is told as it grows: as a stream of events ({@code GET audit/stream}), which ends now and
 * then so that its reader is asked again, and to a webhook of the organization ({@code
 * audit/webhook}), up to a hundred entries in a message that goes the way of all messages ({@code
 * alert}).
 */
@NullMarked
package io.tradewind.server.audit;

import org.jspecify.annotations.NullMarked;
