/** Nanoseconds per packet of XDP programs, by kind of packet. */
@NullMarked
package io.katran.benchmark.datapath;

import org.jspecify.annotations.NullMarked;
