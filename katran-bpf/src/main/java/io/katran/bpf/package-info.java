/**
 * BPF objects, maps, programs and links from Java: a thin layer over libbpf that knows nothing of
 * load balancing.
 *
 * <p>Every object here owns a kernel descriptor. Closing gives the descriptor back and does nothing
 * else: it never detaches a program from an interface and never removes a pin. Both are verbs of
 * their own.
 */
@NullMarked
package io.katran.bpf;

import org.jspecify.annotations.NullMarked;
