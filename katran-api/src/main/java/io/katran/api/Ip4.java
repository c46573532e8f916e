package io.katran.api;

import java.nio.ByteBuffer;

/**
 * An IPv4 address.
 *
 * @param bits the address as a big-endian number, {@code 10.0.0.1} being {@code 0x0a000001}
 */
public record Ip4(int bits) implements IpAddress {

    @Override
    public boolean isV6() {
        return false;
    }

    @Override
    public byte[] toBytes() {
        return ByteBuffer.allocate(4).putInt(bits).array();
    }

    @Override
    public byte[] toMappedBytes() {
        return ByteBuffer.allocate(16).putLong(0).putInt(0xffff).putInt(bits).array();
    }

    @Override
    public String toString() {
        return (bits >>> 24)
                + "."
                + (bits >>> 16 & 0xff)
                + "."
                + (bits >>> 8 & 0xff)
                + "."
                + (bits & 0xff);
    }
}
