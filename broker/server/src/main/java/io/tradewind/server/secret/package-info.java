/**
 * Secrets: what users give to their workloads, and the credentials of connected accounts. Begin
 * with {@link io.tradewind.server.secret.Envelope}.
 *
 * <p>Every value is sealed by a data key of its own (AES-256-GCM), and the data key by a master key
 * that is not in the database ({@link io.tradewind.server.secret.MasterKeys}). Both seals are bound
 * to the row that they stand in, so that a value that is copied into another row or another
 * organization does not open. Changing the master key wraps data keys anew and touches no value
 * ({@link io.tradewind.server.secret.Rewrapping}).
 *
 * <p>A value is never readable again through the API. It leaves the broker in two ways only: to the
 * agent of the lease whose workload names it, and to the seller whose account it opens.
 */
@org.jspecify.annotations.NullMarked
package io.tradewind.server.secret;
