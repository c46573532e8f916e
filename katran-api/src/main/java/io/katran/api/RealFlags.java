package io.katran.api;

/**
 * The flags of a real, an unsigned byte.
 *
 * <p>Bit 0 says on the wire that the address is IPv6; it follows from the address, is never
 * settable and is never part of this value. Bits without a name are kept and change nothing.
 *
 * @param bits 0 to 255, bit 0 clear
 */
public record RealFlags(int bits) {
    public static final RealFlags NONE = new RealFlags(0);

    /** The real is this host: see {@link VipFlag#LOCAL}. */
    public static final RealFlags LOCAL = new RealFlags(2);

    private static final int SETTABLE = 0xfe;

    public RealFlags {
        if ((bits & ~SETTABLE) != 0) {
            throw new IllegalArgumentException(
                    "real flags 0x" + Integer.toHexString(bits) + " have bits outside 0xfe");
        }
    }

    /** The settable part of a byte from the wire. */
    public static RealFlags ofWire(int bits) {
        return new RealFlags(bits & SETTABLE);
    }

    public boolean isLocal() {
        return (bits & LOCAL.bits) != 0;
    }

    public RealFlags with(RealFlags more) {
        return new RealFlags(bits | more.bits);
    }

    public RealFlags without(RealFlags less) {
        return new RealFlags(bits & ~less.bits);
    }
}
