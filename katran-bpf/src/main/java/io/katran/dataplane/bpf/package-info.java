/**
 * The data path in the kernel, as the brain's {@link io.katran.control.Dataplane} port wants it.
 *
 * <p>The only package that knows the names of BPF maps and the layout of their values. Layouts are
 * never written down here: every codec takes its offsets from the BTF of the object that is loaded.
 */
@NullMarked
package io.katran.dataplane.bpf;

import org.jspecify.annotations.NullMarked;
