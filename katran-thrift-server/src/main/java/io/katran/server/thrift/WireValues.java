package io.katran.server.thrift;

import io.katran.api.ErrorCode;
import io.katran.api.IpAddress;
import io.katran.api.KatranException;
import io.katran.api.MacAddress;
import io.katran.api.Protocol;
import io.katran.api.Real;
import io.katran.api.RealChange;
import io.katran.api.RealFlags;
import io.katran.api.RealStatus;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.thrift.QuicReal;
import io.katran.thrift.Vip;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values of the management protocol as values of the API, and back.
 *
 * <p>Nothing is narrowed or guessed: what is missing, out of range or no address literal is a
 * {@link KatranException} with INVALID_ARGUMENT that names the field. Every field may be missing,
 * because the interface has no required ones.
 */
final class WireValues {

    private static final long UNSIGNED_INT_MAX = 0xffff_ffffL;
    private static final int UNSIGNED_BYTE_MAX = 0xff;

    private WireValues() {}

    static VipKey key(@Nullable Vip vip) {
        Vip present = present("vip", vip);
        IpAddress address = address("vip.address", present.getAddress());
        return valid(
                () ->
                        new VipKey(
                                address,
                                present.getPort(),
                                Protocol.ofNumber(present.getProtocol())));
    }

    static VipFlags vipFlags(long flags) {
        if (flags < 0 || flags > UNSIGNED_INT_MAX) {
            throw invalid("VIP flags " + flags + " are outside 0.." + UNSIGNED_INT_MAX);
        }
        return new VipFlags((int) flags);
    }

    static RealFlags realFlags(int flags) {
        if (flags < 0 || flags > UNSIGNED_BYTE_MAX) {
            throw invalid("real flags " + flags + " are outside 0.." + UNSIGNED_BYTE_MAX);
        }
        return RealFlags.ofWire(flags);
    }

    static IpAddress address(String field, @Nullable String text) {
        String literal = present(field, text);
        return valid(() -> IpAddress.parse(literal));
    }

    static MacAddress mac(@Nullable String text) {
        String literal = present("mac", text);
        return valid(() -> MacAddress.parse(literal));
    }

    static Real real(io.katran.thrift.@Nullable Real real) {
        io.katran.thrift.Real present = present("real", real);
        IpAddress address = address("real.address", present.getAddress());
        RealFlags flags = realFlags(present.getFlags());
        return valid(() -> new Real(address, present.getWeight(), flags));
    }

    static List<RealChange.Put> puts(@Nullable List<io.katran.thrift.Real> reals) {
        return present("reals", reals).stream()
                .map(real -> new RealChange.Put(real(real)))
                .toList();
    }

    static Set<IpAddress> addresses(@Nullable List<io.katran.thrift.Real> reals) {
        return present("reals", reals).stream()
                .map(real -> address("real.address", present("real", real).getAddress()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The last entry of an id counts. */
    static Map<Integer, IpAddress> serverIds(@Nullable List<QuicReal> reals) {
        Map<Integer, IpAddress> ids = new LinkedHashMap<>();
        for (QuicReal real : present("reals", reals)) {
            QuicReal entry = present("real", real);
            ids.put(entry.getId(), address("real.address", entry.getAddress()));
        }
        return ids;
    }

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw invalid(field + " is missing or has an unknown value");
        }
        return value;
    }

    static Vip wire(VipKey key) {
        return new Vip(key.address().toString(), key.port(), key.protocol().number());
    }

    static io.katran.thrift.Real wire(RealStatus status) {
        Real real = status.real();
        return new io.katran.thrift.Real(
                real.address().toString(), real.weight(), real.flags().bits());
    }

    static List<QuicReal> wire(Map<Integer, IpAddress> serverIds) {
        return serverIds.entrySet().stream()
                .map(entry -> new QuicReal(entry.getValue().toString(), entry.getKey()))
                .toList();
    }

    private static <T> T valid(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new KatranException(
                    ErrorCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()), e);
        }
    }

    private static KatranException invalid(String message) {
        return new KatranException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
