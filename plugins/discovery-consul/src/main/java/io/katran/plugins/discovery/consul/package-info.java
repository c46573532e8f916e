/** Service discovery by Consul. */
@NullMarked
package io.katran.plugins.discovery.consul;

import org.jspecify.annotations.NullMarked;
