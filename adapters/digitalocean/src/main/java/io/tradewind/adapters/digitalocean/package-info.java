/** DigitalOcean's sizes with their prices and regions, read with an API token. */
@NullMarked
package io.tradewind.adapters.digitalocean;

import org.jspecify.annotations.NullMarked;
