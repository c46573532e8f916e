package io.katran.cli.ctl;

/**
 * Which real gets the health checks with a socket mark.
 *
 * @param mark an unsigned 32-bit number
 * @param address of the real, as the server wrote it
 */
record Mark(long mark, String address) {}
