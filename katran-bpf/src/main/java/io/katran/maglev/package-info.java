/**
 * Consistent hashing, bit for bit as every balancer of an ECMP group must compute it: address
 * hashes, rings and flow hashes.
 *
 * <p>Everything here is a pure function of its arguments and thread-safe.
 */
@NullMarked
package io.katran.maglev;

import org.jspecify.annotations.NullMarked;
