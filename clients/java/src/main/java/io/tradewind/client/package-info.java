/**
 * The REST API of a Tradewind broker from Java. {@code api} has a class for each tag of the
 * contract and {@code model} a class for each schema; both are generated from {@code
 * web/openapi.yaml} when this is built. {@link io.tradewind.client.Tradewind} is where to begin.
 */
package io.tradewind.client;
