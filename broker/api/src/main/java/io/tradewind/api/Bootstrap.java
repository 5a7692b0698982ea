package io.tradewind.api;

import java.net.URI;
import java.util.Optional;

/**
 * What a fresh machine needs to call home.
 *
 * @param broker the address that the agent calls
 * @param enrolmentToken good for one enrolment, bound to the lease; empty where an enrolled agent
 *     already waits, as on a site
 */
public record Bootstrap(URI broker, Optional<Secret> enrolmentToken) {}
