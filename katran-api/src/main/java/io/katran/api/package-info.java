/**
 * The load balancer as its users see it: values, the {@link io.katran.api.LoadBalancer} and how to
 * open one.
 *
 * <p>Everything here is immutable except {@link io.katran.api.LoadBalancer} itself, which is
 * thread-safe. Nothing here needs native code; the implementation is found by {@link
 * java.util.ServiceLoader}.
 */
@NullMarked
package io.katran.api;

import org.jspecify.annotations.NullMarked;
