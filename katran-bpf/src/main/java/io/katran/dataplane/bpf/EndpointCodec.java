package io.katran.dataplane.bpf;

import io.katran.api.Ip4;
import io.katran.control.Dataplane.Endpoint;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * {@code struct klb_endpoint}: where packets of a VIP for one real go.
 *
 * <p>The flags byte carries the valid bit and is written last, and cleared first: a packet sees a
 * whole entry or an invalid one.
 */
final class EndpointCodec {
    private static final int IPV6 = 0x01;
    private static final int LOCAL = 0x02;
    private static final int VALID = 0x80;
    private static final int PROTOCOL_IPIP = 4;

    private final int size;
    private final int address;
    private final int real;
    private final int vip;
    private final int outerChecksum;
    private final int flags;

    EndpointCodec(AbiCheck abi) {
        size = abi.size("klb_endpoint");
        address = abi.offset("klb_endpoint", "addr", 16);
        real = abi.offset("klb_endpoint", "real", 4);
        vip = abi.offset("klb_endpoint", "vip", 4);
        outerChecksum = abi.offset("klb_endpoint", "outer_csum", 4);
        flags = abi.offset("klb_endpoint", "flags", 1);
        abi.expectConstant("KLB_ENDPOINT_IPV6", IPV6);
        abi.expectConstant("KLB_ENDPOINT_LOCAL", LOCAL);
        abi.expectConstant("KLB_ENDPOINT_VALID", VALID);
    }

    int size() {
        return size;
    }

    /** Writes an entry that no published ring refers to, or one whose flags alone have changed. */
    void write(ByteBuffer memory, int at, Endpoint endpoint, EncapSettings encap) {
        memory.put(at + address, endpoint.address().toMappedBytes());
        memory.putInt(at + real, endpoint.real());
        memory.putInt(at + vip, endpoint.vip());
        memory.putInt(at + outerChecksum, constantSum(endpoint, encap));
        VarHandle.releaseFence();
        memory.put(at + flags, (byte) flagsOf(endpoint));
    }

    /** Makes an entry invalid. */
    void erase(ByteBuffer memory, int at) {
        memory.put(at + flags, (byte) 0);
    }

    private static int flagsOf(Endpoint endpoint) {
        return VALID
                | (endpoint.address().isV6() ? IPV6 : 0)
                | (endpoint.flags().isLocal() ? LOCAL : 0);
    }

    /**
     * The part of the outer IPv4 header's checksum that no packet changes: version and length, TTL
     * and protocol, first half of the source, destination. Unfolded; 0 for IPv6, which has no
     * header checksum.
     */
    private static int constantSum(Endpoint endpoint, EncapSettings encap) {
        if (!(endpoint.address() instanceof Ip4 ip4)) {
            return 0;
        }
        return 0x4500
                + (encap.ttl() << 8 | PROTOCOL_IPIP)
                + encap.sourceV4Prefix()
                + (ip4.bits() >>> 16)
                + (ip4.bits() & 0xffff);
    }
}
