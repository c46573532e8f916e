package io.katran.spi;

import io.katran.api.IpAddress;
import java.time.Duration;

/**
 * What to probe.
 *
 * @param address where to connect to
 * @param port 1 to 65535
 * @param timeout how long the probe may take in all
 */
public record HealthTarget(IpAddress address, int port, Duration timeout) {}
