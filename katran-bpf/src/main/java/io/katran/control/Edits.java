package io.katran.control;

import static java.util.Objects.requireNonNull;

import io.katran.api.ErrorCode;
import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.KatranException;
import io.katran.api.MacAddress;
import io.katran.api.Owner;
import io.katran.api.Real;
import io.katran.api.RealChange;
import io.katran.api.RealFlags;
import io.katran.api.Vip;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes that callers can ask for. Arguments are checked at once, the rest against the state
 * that the edit is applied to.
 */
final class Edits {
    private final Limits limits;

    Edits(Limits limits) {
        this.limits = limits;
    }

    Edit addVip(Vip vip) {
        requireNonNull(vip, "vip");
        return state ->
                Draft.edit(
                        state,
                        limits,
                        draft -> {
                            if (draft.vips().containsKey(vip.key())) {
                                throw new KatranException(
                                        ErrorCode.VIP_EXISTS, "VIP " + vip.key() + " exists");
                            }
                            put(draft, ofApi(vip), vip.reals());
                        });
    }

    private static DesiredVip ofApi(Vip vip) {
        return new DesiredVip(
                vip.key(),
                vip.flags(),
                vip.hash(),
                Owner.API,
                "",
                RealSource.API,
                weights(vip.reals()),
                Set.of(),
                Optional.empty());
    }

    Edit removeVip(VipKey key) {
        requireNonNull(key, "key");
        return state ->
                Draft.edit(state, limits, draft -> draft.remove(ownedByApi(draft, key).key()));
    }

    Edit changeVipFlags(VipKey key, VipFlags flags, boolean set) {
        requireNonNull(key, "key");
        requireNonNull(flags, "flags");
        return state ->
                Draft.edit(
                        state,
                        limits,
                        draft -> {
                            DesiredVip vip = ownedByApi(draft, key);
                            VipFlags now = vip.flags();
                            VipFlags next = set ? now.with(flags) : now.without(flags);
                            draft.put(vip.withFlags(next), Map.of());
                        });
    }

    Edit changeHash(VipKey key, HashFunction hash) {
        requireNonNull(key, "key");
        requireNonNull(hash, "hash");
        return state ->
                Draft.edit(
                        state,
                        limits,
                        draft -> draft.put(ownedByApi(draft, key).withHash(hash), Map.of()));
    }

    Edit changeReals(VipKey key, List<? extends RealChange> changes) {
        requireNonNull(key, "key");
        Map<IpAddress, RealChange> last = new LinkedHashMap<>();
        for (RealChange change : changes) {
            last.remove(change.address());
            last.put(change.address(), change);
        }
        return state -> Draft.edit(state, limits, draft -> changeReals(draft, key, last.values()));
    }

    private void changeReals(Draft draft, VipKey key, Collection<RealChange> changes) {
        DesiredVip vip = ownedByApi(draft, key);
        Map<IpAddress, Integer> weights = new LinkedHashMap<>(vip.weights());
        Map<IpAddress, Real> put = new LinkedHashMap<>();
        for (RealChange change : changes) {
            if (change instanceof RealChange.Put p) {
                weights.put(p.address(), p.real().weight());
                put.put(p.address(), p.real());
            } else if (weights.remove(change.address()) == null) {
                throw realUnknown(key, change.address());
            }
        }
        put(draft, keepingDrains(vip.withWeights(weights)), put.values());
    }

    Edit setReals(VipKey key, Collection<Real> reals) {
        requireNonNull(key, "key");
        List<Real> copy = List.copyOf(reals);
        return state ->
                Draft.edit(
                        state,
                        limits,
                        draft -> {
                            DesiredVip vip = ownedByApi(draft, key).withWeights(weights(copy));
                            put(draft, keepingDrains(vip), copy);
                        });
    }

    /** The reals that a discovery found; nothing if the VIP is not discovered (any more). */
    Edit setDiscoveredReals(VipKey key, Collection<Real> reals) {
        requireNonNull(key, "key");
        List<Real> copy = List.copyOf(reals);
        return state ->
                Draft.edit(
                        state,
                        limits,
                        draft -> {
                            DesiredVip vip = known(draft, key);
                            if (vip.source() != RealSource.DISCOVERY) {
                                throw new KatranException(
                                        ErrorCode.INVALID_ARGUMENT,
                                        "the reals of VIP " + key + " are not discovered");
                            }
                            put(draft, vip.withWeights(weights(copy)), copy);
                        });
    }

    Edit changeRealFlags(IpAddress address, RealFlags flags, boolean set) {
        requireNonNull(address, "address");
        requireNonNull(flags, "flags");
        return state ->
                Draft.edit(
                        state,
                        limits,
                        draft -> {
                            if (draft.vips().values().stream()
                                    .noneMatch(vip -> vip.weights().containsKey(address))) {
                                throw new KatranException(
                                        ErrorCode.REAL_UNKNOWN, "no VIP has real " + address);
                            }
                            RealFlags now = draft.flagsOf(address);
                            draft.setFlags(address, set ? now.with(flags) : now.without(flags));
                        });
    }

    Edit drain(VipKey key, IpAddress real) {
        requireNonNull(key, "key");
        requireNonNull(real, "real");
        return state ->
                Draft.edit(
                        state,
                        limits,
                        draft -> {
                            DesiredVip vip = known(draft, key);
                            if (!vip.weights().containsKey(real)) {
                                throw realUnknown(key, real);
                            }
                            Set<IpAddress> drained = new HashSet<>(vip.drained());
                            drained.add(real);
                            draft.put(vip.withDrained(drained), Map.of());
                        });
    }

    Edit undrain(VipKey key, IpAddress real) {
        requireNonNull(key, "key");
        requireNonNull(real, "real");
        return state ->
                Draft.edit(
                        state,
                        limits,
                        draft -> {
                            DesiredVip vip = known(draft, key);
                            if (!vip.weights().containsKey(real) && !vip.drained().contains(real)) {
                                throw realUnknown(key, real);
                            }
                            Set<IpAddress> drained = new HashSet<>(vip.drained());
                            drained.remove(real);
                            draft.put(vip.withDrained(drained), Map.of());
                        });
    }

    Edit changeGatewayMac(MacAddress mac) {
        if (mac.isUnusableAsGateway()) {
            throw new KatranException(
                    ErrorCode.INVALID_ARGUMENT,
                    "gateway MAC "
                            + mac
                            + " cannot be a host's: it is all zeros or a group address; give the"
                            + " MAC of the next hop");
        }
        return state -> Draft.edit(state, limits, draft -> draft.setGatewayMac(mac));
    }

    Edit putServerIds(Map<Integer, IpAddress> ids) {
        Map<Integer, IpAddress> copy = Map.copyOf(ids);
        copy.keySet().forEach(limits::checkServerId);
        return state -> Draft.edit(state, limits, draft -> copy.forEach(draft::putServerId));
    }

    Edit removeServerIds(Map<Integer, IpAddress> ids) {
        Map<Integer, IpAddress> copy = Map.copyOf(ids);
        return state -> Draft.edit(state, limits, draft -> copy.forEach(draft::removeServerId));
    }

    /** Makes the VIPs of the configuration exactly these. */
    Edit applyConfiguration(List<ConfiguredVip> configured) {
        Map<VipKey, ConfiguredVip> byKey = new LinkedHashMap<>();
        for (ConfiguredVip vip : configured) {
            ConfiguredVip twin = byKey.put(vip.vip().key(), vip);
            if (twin != null) {
                throw new KatranException(
                        ErrorCode.VIP_EXISTS,
                        vip.origin()
                                + ": VIP "
                                + vip.vip().key()
                                + " is defined at "
                                + twin.origin()
                                + " already");
            }
        }
        return state -> Draft.edit(state, limits, draft -> applyConfiguration(draft, byKey));
    }

    private void applyConfiguration(Draft draft, Map<VipKey, ConfiguredVip> configured) {
        for (DesiredVip old : List.copyOf(draft.vips().values())) {
            if (old.owner() == Owner.CONFIG && !configured.containsKey(old.key())) {
                draft.remove(old.key());
            }
        }
        for (ConfiguredVip vip : configured.values()) {
            List<Real> reals = vip.discovered() ? List.of() : vip.vip().reals();
            put(draft, merged(vip, draft.vips().get(vip.vip().key())), reals);
        }
    }

    /** The configured VIP with what survives of the present one: drains, and reals discovered. */
    private static DesiredVip merged(ConfiguredVip configured, @Nullable DesiredVip present) {
        Vip vip = configured.vip();
        Map<IpAddress, Integer> weights = weights(vip.reals());
        if (configured.discovered()) {
            boolean wasDiscovered = present != null && present.source() == RealSource.DISCOVERY;
            weights = wasDiscovered ? present.weights() : Map.of();
        }
        return keepingDrains(
                new DesiredVip(
                        vip.key(),
                        vip.flags(),
                        vip.hash(),
                        Owner.CONFIG,
                        configured.origin(),
                        configured.discovered() ? RealSource.DISCOVERY : RealSource.STATIC,
                        weights,
                        present == null ? Set.of() : present.drained(),
                        configured.check()));
    }

    /** Stores a VIP after checking its reals; {@code definitions} may bring flags. */
    private void put(Draft draft, DesiredVip vip, Collection<Real> definitions) {
        limits.checkRealsOf(vip);
        Map<IpAddress, RealFlags> flags = new LinkedHashMap<>();
        for (Real real : definitions) {
            if (vip.key().address().isV6() && !real.address().isV6()) {
                throw new KatranException(
                        ErrorCode.FAMILY_MISMATCH,
                        "VIP "
                                + vip.key()
                                + " is IPv6 and cannot have the IPv4 real "
                                + real.address()
                                + "; give an IPv6 address of that real");
            }
            flags.put(real.address(), real.flags());
        }
        draft.put(vip, flags);
    }

    private static DesiredVip keepingDrains(DesiredVip vip) {
        if (vip.source() == RealSource.DISCOVERY) {
            return vip;
        }
        Set<IpAddress> drained = new HashSet<>(vip.drained());
        drained.retainAll(vip.weights().keySet());
        return vip.withDrained(drained);
    }

    private static Map<IpAddress, Integer> weights(Collection<Real> reals) {
        Map<IpAddress, Integer> weights = new LinkedHashMap<>();
        reals.forEach(real -> weights.put(real.address(), real.weight()));
        return weights;
    }

    private static DesiredVip known(Draft draft, VipKey key) {
        DesiredVip vip = draft.vips().get(key);
        if (vip == null) {
            throw new KatranException(ErrorCode.VIP_UNKNOWN, "there is no VIP " + key);
        }
        return vip;
    }

    private static DesiredVip ownedByApi(Draft draft, VipKey key) {
        DesiredVip vip = known(draft, key);
        if (vip.owner() == Owner.CONFIG) {
            throw new KatranException(
                    ErrorCode.OWNED_BY_CONFIGURATION,
                    "VIP " + key + " is defined at " + vip.origin() + "; change it there");
        }
        return vip;
    }

    private static KatranException realUnknown(VipKey key, IpAddress real) {
        return new KatranException(
                ErrorCode.REAL_UNKNOWN, "VIP " + key + " does not have real " + real);
    }
}
