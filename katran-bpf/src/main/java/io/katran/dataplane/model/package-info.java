/**
 * A data path in memory: the {@link io.katran.control.Dataplane} port over plain collections, and a
 * model of the packet path that is written to be read.
 *
 * <p>It serves tests without root, says what would happen to a packet, and is what the kernel's
 * packet path is compared with. {@link io.katran.dataplane.model.PacketPath} is where to start
 * reading.
 */
@NullMarked
package io.katran.dataplane.model;

import org.jspecify.annotations.NullMarked;
