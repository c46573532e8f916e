package io.katran.dataplane.bpf;

import io.katran.api.VipKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code struct klb_vip_key}: address (16), port (network order), protocol, padding. */
final class VipKeyCodec {
    private final int size;
    private final int address;
    private final int port;
    private final int protocol;

    VipKeyCodec(AbiCheck abi) {
        size = abi.size("klb_vip_key");
        address = abi.offset("klb_vip_key", "addr", 16);
        port = abi.offset("klb_vip_key", "port", 2);
        protocol = abi.offset("klb_vip_key", "proto", 1);
    }

    /** The key, in a fresh direct buffer. */
    ByteBuffer encode(VipKey key) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.BIG_ENDIAN);
        buffer.put(address, key.address().toMappedBytes());
        buffer.putShort(port, (short) key.port());
        buffer.put(protocol, (byte) key.protocol().number());
        return buffer;
    }
}
