/**
 * Amazon EC2 as a provider: {@code AwsProvider} asks in an account's name, {@code
 * AwsPublicProvider} reads what AWS publishes for everybody.
 */
@NullMarked
package io.tradewind.adapters.aws;

import org.jspecify.annotations.NullMarked;
