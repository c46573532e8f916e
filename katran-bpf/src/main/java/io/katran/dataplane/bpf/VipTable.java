package io.katran.dataplane.bpf;

import io.katran.api.IpAddress;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.bpf.BpfMap;
import io.katran.bpf.MappedMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/** How a packet finds its VIP: {@code vip_map}, {@code vip_addrs} and {@code vip_state}. */
final class VipTable implements AutoCloseable {
    private final BpfMap numbers;
    private final BpfMap addresses;
    private final MappedMap states;
    private final VipKeyCodec keyCodec;
    private final VipStateCodec stateCodec;
    private final Set<IpAddress> known = new HashSet<>();

    VipTable(BpfMap numbers, BpfMap addresses, BpfMap states, BalancerLayout layout) {
        this.numbers = numbers;
        this.addresses = addresses;
        this.states = states.mmap();
        this.keyCodec = layout.vipKey;
        this.stateCodec = layout.vipState;
    }

    void put(VipKey key, int vip) {
        numbers.update(keyCodec.encode(key), number(vip));
    }

    void remove(VipKey key) {
        numbers.delete(keyCodec.encode(key));
    }

    /** One store: a packet sees all of the old state or all of the new. */
    void publish(int vip, int ringSlot, int regionBase, VipFlags flags) {
        states.setLongRelease(
                vip * VipStateCodec.BYTES, stateCodec.word(ringSlot, regionBase, flags));
    }

    void setAddresses(Set<IpAddress> wanted) {
        for (IpAddress address : wanted) {
            if (!known.contains(address)) {
                addresses.update(key(address), number(1));
                known.add(address);
            }
        }
        for (IpAddress address : Set.copyOf(known)) {
            if (!wanted.contains(address)) {
                addresses.delete(key(address));
                known.remove(address);
            }
        }
    }

    private static ByteBuffer key(IpAddress address) {
        return ByteBuffer.allocateDirect(16).put(0, address.toMappedBytes());
    }

    private static ByteBuffer number(int value) {
        return ByteBuffer.allocateDirect(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(0, value);
    }

    @Override
    public void close() {
        states.close();
    }
}
