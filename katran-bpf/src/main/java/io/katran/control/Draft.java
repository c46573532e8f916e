package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.RealFlags;
import io.katran.api.VipKey;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The next desired state in the making. What is not touched is shared with the state it began from.
 *
 * <p>Counts the references to reals: flags given with a real apply if nothing named its address
 * before, and are forgotten with the last reference.
 */
final class Draft {
    private final DesiredState base;
    private @Nullable Map<VipKey, DesiredVip> vips;
    private @Nullable Map<IpAddress, Integer> references;
    private @Nullable Map<IpAddress, RealFlags> flags;
    private @Nullable SortedMap<Integer, IpAddress> serverIds;
    private MacAddress gatewayMac;

    private Draft(DesiredState base) {
        this.base = base;
        this.gatewayMac = base.gatewayMac();
    }

    /** The state after some changes; throws what they throw, or what a limit says. */
    static DesiredState edit(DesiredState base, Limits limits, Consumer<Draft> changes) {
        Draft draft = new Draft(base);
        changes.accept(draft);
        DesiredState next = draft.freeze();
        limits.checkVips(next.vips().size());
        limits.checkReals(next.references().size());
        limits.checkServerIds(next.serverIds().size());
        return next;
    }

    Map<VipKey, DesiredVip> vips() {
        return vips != null ? Collections.unmodifiableMap(vips) : base.vips();
    }

    boolean knows(IpAddress real) {
        return (references != null ? references : base.references()).containsKey(real);
    }

    RealFlags flagsOf(IpAddress real) {
        return (flags != null ? flags : base.flags()).getOrDefault(real, RealFlags.NONE);
    }

    SortedMap<Integer, IpAddress> serverIds() {
        return serverIds != null ? serverIds : base.serverIds();
    }

    /**
     * Adds a VIP or replaces the one with its key.
     *
     * @param definitions flags of reals that nothing else names yet
     */
    void put(DesiredVip vip, Map<IpAddress, RealFlags> definitions) {
        DesiredVip old = vips().get(vip.key());
        if (vip.equals(old)) {
            return;
        }
        writableVips().put(vip.key(), vip);
        for (IpAddress real : vip.weights().keySet()) {
            if (old == null || !old.weights().containsKey(real)) {
                acquire(real, definitions.getOrDefault(real, RealFlags.NONE));
            }
        }
        if (old != null) {
            releaseAllBut(vip.weights().keySet(), old);
        }
    }

    void remove(VipKey key) {
        DesiredVip old = writableVips().remove(key);
        if (old != null) {
            releaseAllBut(Set.of(), old);
        }
    }

    void putServerId(int id, IpAddress real) {
        IpAddress old = serverIds().get(id);
        if (real.equals(old)) {
            return;
        }
        writableServerIds().put(id, real);
        acquire(real, RealFlags.NONE);
        if (old != null) {
            release(old);
        }
    }

    void removeServerId(int id, IpAddress real) {
        if (real.equals(serverIds().get(id))) {
            writableServerIds().remove(id);
            release(real);
        }
    }

    void setFlags(IpAddress real, RealFlags value) {
        if (flagsOf(real).equals(value)) {
            return;
        }
        if (flags == null) {
            flags = new HashMap<>(base.flags());
        }
        if (value.equals(RealFlags.NONE)) {
            flags.remove(real);
        } else {
            flags.put(real, value);
        }
    }

    void setGatewayMac(MacAddress mac) {
        gatewayMac = mac;
    }

    private void acquire(IpAddress real, RealFlags definition) {
        if (!knows(real)) {
            setFlags(real, definition);
        }
        writableReferences().merge(real, 1, Integer::sum);
    }

    private void releaseAllBut(Collection<IpAddress> kept, DesiredVip old) {
        for (IpAddress real : old.weights().keySet()) {
            if (!kept.contains(real)) {
                release(real);
            }
        }
    }

    private void release(IpAddress real) {
        writableReferences().computeIfPresent(real, (r, count) -> count == 1 ? null : count - 1);
        if (!knows(real)) {
            setFlags(real, RealFlags.NONE);
        }
    }

    private Map<VipKey, DesiredVip> writableVips() {
        if (vips == null) {
            vips = new LinkedHashMap<>(base.vips());
        }
        return vips;
    }

    private Map<IpAddress, Integer> writableReferences() {
        if (references == null) {
            // In the order in which they came, since that is the order of their numbers.
            references = new LinkedHashMap<>(base.references());
        }
        return references;
    }

    private SortedMap<Integer, IpAddress> writableServerIds() {
        if (serverIds == null) {
            serverIds = new TreeMap<>(base.serverIds());
        }
        return serverIds;
    }

    private DesiredState freeze() {
        if (vips == null
                && references == null
                && flags == null
                && serverIds == null
                && gatewayMac.equals(base.gatewayMac())) {
            return base;
        }
        return new DesiredState(
                vips(),
                references == null ? base.references() : Collections.unmodifiableMap(references),
                flags == null ? base.flags() : Collections.unmodifiableMap(flags),
                gatewayMac,
                serverIds == null
                        ? base.serverIds()
                        : Collections.unmodifiableSortedMap(serverIds));
    }
}
