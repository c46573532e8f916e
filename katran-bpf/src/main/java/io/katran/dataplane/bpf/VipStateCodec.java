package io.katran.dataplane.bpf;

import io.katran.api.VipFlags;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct klb_vip_state}: {region base (32), ring (16), flags (16)}, published as one 64-bit
 * word.
 */
final class VipStateCodec {
    static final int BYTES = Long.BYTES;

    private static final int FLAGS_MASK = 0xffff;

    private final int regionBase;
    private final int ring;
    private final int flags;

    VipStateCodec(AbiCheck abi) {
        regionBase = abi.offset("klb_vip_state", "region_base", 4);
        ring = abi.offset("klb_vip_state", "ring", 2);
        flags = abi.offset("klb_vip_state", "flags", 2);
    }

    /**
     * The word in native byte order. Flags that have no bit in it are none that the kernel knows.
     */
    long word(int ringSlot, int base, VipFlags vipFlags) {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());
        buffer.putInt(regionBase, base);
        buffer.putShort(ring, (short) ringSlot);
        buffer.putShort(flags, (short) (VipFlags.of(vipFlags.known()).bits() & FLAGS_MASK));
        return buffer.getLong(0);
    }
}
