/** Health check by TCP connections. */
@NullMarked
package io.katran.plugins.health.tcp;

import org.jspecify.annotations.NullMarked;
