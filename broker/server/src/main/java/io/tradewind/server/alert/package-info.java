/**
 * Wishes for a price. Whenever the market has changed every wish is matched again; one whose price
 * has fallen below its threshold fires once, as an event and to its webhook, and waits for the
 * price to rise again.
 *
 * <p>{@code FeedIntake} tells of a reading that differs from the one before ({@code Fingerprint});
 * {@code AlertWatch} then matches every wish. A fall below the threshold is one statement: the new
 * state, the event, and the message to the webhook. {@code AlertCourier} claims messages with
 * {@code for update skip locked} and sends them, eight times within a day; then they are dead,
 * shown as such, told as an event ({@code alert.undelivered}), and sent again by {@code POST
 * alerts/{id}/deliveries/{delivery}/retry}. Messages of budgets and of audit logs go the same way;
 * those of budgets to mailboxes too, as {@code Letters}, where the broker has a mail server.
 *
 * <p>A receiver checks {@code Tradewind-Signature: t=…,v1=…}: v1 is the HMAC-SHA256, in
 * hexadecimal, of {@code t}, a dot and the body under the secret that the reply to {@code POST
 * alerts} showed once. The secret lies in the database. {@code
 * tradewind.alerts.allow-private-addresses} (false) opens this machine and its network to webhooks.
 */
@NullMarked
package io.tradewind.server.alert;

import org.jspecify.annotations.NullMarked;
