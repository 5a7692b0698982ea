/**
 * Letters to people. Off unless {@code tradewind.mail.host} and {@code tradewind.mail.from} name a
 * mail server and a sender; readiness says which.
 *
 * <p>{@code MailSettings} tells the framework's mailer what it is to do, {@code Post} sends. Who is
 * written to, when, and what becomes of a letter that is not taken is the business of {@code
 * alert}: letters go the way of messages to webhooks, so they are tried again, given up, and sent
 * again as those are, and each has its delivery's id in {@code Message-ID}.
 */
@NullMarked
package io.tradewind.server.mail;

import org.jspecify.annotations.NullMarked;
