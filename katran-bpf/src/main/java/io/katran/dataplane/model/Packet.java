package io.katran.dataplane.model;

import io.katran.api.VipFlag;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A frame on its way through the packet path, and what the stages have learned of it so far. Fields
 * are named by who fills them in.
 */
final class Packet {
    static final int ETH_BYTES = 14;
    static final int IPV4_BYTES = 20;
    static final int IPV6_BYTES = 40;

    /** The frame as it came; big-endian, read by absolute positions. */
    final ByteBuffer in;

    final int length;
    final long nowNs;
    final int cpu;
    final Set<Event> events = EnumSet.noneOf(Event.class);

    // IpStage
    boolean v6;
    int protocol;
    int l4;
    int tos;

    /** Length of the IP packet as its header has it. */
    int ipBytes;

    WireAddress source = WireAddress.V4_ZERO;
    WireAddress destination = WireAddress.V4_ZERO;

    // TransportStage; VipStage and PlacementStage then clear what must not count
    int sourcePort;
    int destinationPort;
    boolean syn;
    boolean rst;

    // VipStage
    int vip;
    @Nullable VipState vipState;

    // ServerIdStage or PlacementStage
    @Nullable Placement placement;
    @Nullable EndpointState endpoint;

    // EchoStage and EncapsulationStage
    byte @Nullable [] out;

    Packet(byte[] frame, long nowNs, int cpu) {
        in = ByteBuffer.wrap(frame);
        length = frame.length;
        this.nowNs = nowNs;
        this.cpu = cpu;
    }

    boolean has(int bytes) {
        return length >= bytes;
    }

    int u8(int at) {
        return Byte.toUnsignedInt(in.get(at));
    }

    int u16(int at) {
        return Short.toUnsignedInt(in.getShort(at));
    }

    boolean isTcp() {
        return protocol == IpStage.TCP;
    }

    /**
     * @param slot the ring's slot; -1 if the ring was not asked
     */
    void sendTo(EndpointState to, Placement.Source source, int slot) {
        endpoint = to;
        placement = new Placement(vip, source, slot, to.id());
    }

    boolean vipHas(VipFlag flag) {
        return vipState != null && vipState.flags().has(flag);
    }
}
