package io.katran.dataplane.bpf;

/**
 * How outer headers look.
 *
 * @param ttl TTL or hop limit, 1 to 255
 * @param copyTos whether the inner TOS or traffic class is copied
 * @param sourceV4Prefix the first half of an outer IPv4 source as a number, 0xac10 for 172.16
 * @param sourceV6Prefix the first 12 bytes of an outer IPv6 source; not to be changed
 */
record EncapSettings(int ttl, boolean copyTos, int sourceV4Prefix, byte[] sourceV6Prefix) {}
