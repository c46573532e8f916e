package io.katran.dataplane.bpf;

import io.katran.api.IpAddress;
import io.katran.control.Dataplane.Endpoint;
import io.katran.control.settings.GueSettings;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Optional;

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
    private static final int PROTOCOL_UDP = 17;

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
     * What of the outer headers' checksums no packet changes. IPv4: version and length, TTL and
     * protocol, destination, and of the source what is fixed. IPv6: the addresses, if there is a
     * UDP checksum to be made. Unfolded.
     */
    private static int constantSum(Endpoint endpoint, EncapSettings encap) {
        Optional<GueSettings> gue = encap.gue();
        int destination = sum(endpoint.address());
        if (endpoint.address().isV6()) {
            return gue.map(g -> g.sourceV6().map(EndpointCodec::sum).orElse(0) + destination)
                    .orElse(0);
        }
        int source =
                gue.map(g -> g.sourceV4().map(EndpointCodec::sum).orElse(0))
                        .orElse(encap.sourceV4Prefix());
        int protocol = gue.isPresent() ? PROTOCOL_UDP : PROTOCOL_IPIP;
        return 0x4500 + (encap.ttl() << 8 | protocol) + source + destination;
    }

    /** The 16-bit words of an address. */
    private static int sum(IpAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.toBytes());
        int sum = 0;
        while (bytes.hasRemaining()) {
            sum += Short.toUnsignedInt(bytes.getShort());
        }
        return sum;
    }
}
