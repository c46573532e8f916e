package io.katran.server.thrift;

import static io.katran.server.thrift.Refusals.change;
import static io.katran.server.thrift.Refusals.read;
import static io.katran.server.thrift.WireValues.present;

import io.katran.api.ErrorCode;
import io.katran.api.IpAddress;
import io.katran.api.KatranException;
import io.katran.api.LoadBalancer;
import io.katran.api.RealChange;
import io.katran.api.RealFlags;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.api.VipStatus;
import io.katran.control.ReferenceCounters.Global;
import io.katran.thrift.Action;
import io.katran.thrift.Healthcheck;
import io.katran.thrift.KatranService;
import io.katran.thrift.Mac;
import io.katran.thrift.QuicReal;
import io.katran.thrift.Real;
import io.katran.thrift.RealMeta;
import io.katran.thrift.Stats;
import io.katran.thrift.Vip;
import io.katran.thrift.VipMeta;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The management protocol's calls as calls of a {@link LoadBalancer}: each translates, delegates
 * and translates back. What the balancer refuses, the client learns as the value that the IDL
 * documents for failure. Thread-safe.
 */
public final class KatranServiceHandler implements KatranService.Iface {

    private static final long NO_SUCH_VIP = -1;

    /** Clients that delete the same reals at once may make each other try again. */
    private static final int REMOVE_TRIES = 8;

    private final LoadBalancer balancer;

    public KatranServiceHandler(LoadBalancer balancer) {
        this.balancer = balancer;
    }

    @Override
    public boolean changeMac(@Nullable Mac newMac) {
        return change(
                "changeMac",
                () ->
                        balancer.changeGatewayMac(
                                WireValues.mac(present("newMac", newMac).getMac())));
    }

    @Override
    public Mac getMac() {
        return new Mac(balancer.gatewayMac().toString());
    }

    @Override
    public boolean addVip(@Nullable VipMeta vipMeta) {
        return change("addVip", () -> balancer.addVip(definition(present("vipMeta", vipMeta))));
    }

    private static io.katran.api.Vip definition(VipMeta meta) {
        return io.katran.api.Vip.builder(WireValues.key(meta.getVip()))
                .flags(WireValues.vipFlags(meta.getFlags()))
                .build();
    }

    @Override
    public boolean delVip(@Nullable Vip vip) {
        return change("delVip", () -> balancer.removeVip(WireValues.key(vip)));
    }

    @Override
    public List<Vip> getAllVips() {
        return balancer.vips().stream().map(status -> WireValues.wire(status.vip().key())).toList();
    }

    @Override
    public boolean modifyVip(@Nullable VipMeta vipMeta) {
        return change(
                "modifyVip",
                () -> {
                    VipMeta meta = present("vipMeta", vipMeta);
                    VipFlags flags = WireValues.vipFlags(meta.getFlags());
                    balancer.changeVipFlags(WireValues.key(meta.getVip()), flags, meta.isSetFlag());
                });
    }

    @Override
    public boolean modifyReal(@Nullable RealMeta realMeta) {
        return change(
                "modifyReal",
                () -> {
                    RealMeta meta = present("realMeta", realMeta);
                    IpAddress address = WireValues.address("real.address", meta.getAddress());
                    RealFlags flags = WireValues.realFlags(meta.getFlags());
                    balancer.changeRealFlags(address, flags, meta.isSetFlag());
                });
    }

    @Override
    public long getVipFlags(@Nullable Vip vip) {
        return read(
                "getVipFlags",
                NO_SUCH_VIP,
                () -> Integer.toUnsignedLong(status(WireValues.key(vip)).vip().flags().bits()));
    }

    @Override
    public boolean addRealForVip(@Nullable Real real, @Nullable Vip vip) {
        return change(
                "addRealForVip",
                () -> balancer.putReal(WireValues.key(vip), WireValues.real(real)));
    }

    @Override
    public boolean delRealForVip(@Nullable Real real, @Nullable Vip vip) {
        return change(
                "delRealForVip",
                () -> {
                    Set<IpAddress> one = WireValues.addresses(List.of(present("real", real)));
                    removeMembers(WireValues.key(vip), one);
                });
    }

    @Override
    public boolean modifyRealsForVip(
            @Nullable Action action, @Nullable List<Real> real, @Nullable Vip vip) {
        return change(
                "modifyRealsForVip",
                () -> {
                    VipKey key = WireValues.key(vip);
                    switch (present("action", action)) {
                        case ADD -> balancer.changeReals(key, WireValues.puts(real));
                        case DEL -> removeMembers(key, WireValues.addresses(real));
                    }
                });
    }

    /** To the protocol, deleting a real that is no member is no failure; to the balancer it is. */
    private void removeMembers(VipKey key, Set<IpAddress> addresses) {
        for (int tries = 1; ; tries++) {
            try {
                balancer.changeReals(key, removalsOfMembers(key, addresses));
                return;
            } catch (KatranException e) {
                if (e.code() != ErrorCode.REAL_UNKNOWN || tries == REMOVE_TRIES) {
                    throw e;
                }
            }
        }
    }

    private List<RealChange.Remove> removalsOfMembers(VipKey key, Set<IpAddress> addresses) {
        return status(key).vip().reals().stream()
                .map(io.katran.api.Real::address)
                .filter(addresses::contains)
                .map(RealChange.Remove::new)
                .toList();
    }

    @Override
    public List<Real> getRealsForVip(@Nullable Vip vip) {
        return read(
                "getRealsForVip",
                List.of(),
                () -> status(WireValues.key(vip)).reals().stream().map(WireValues::wire).toList());
    }

    @Override
    public boolean modifyQuicRealsMapping(@Nullable Action action, @Nullable List<QuicReal> reals) {
        return change(
                "modifyQuicRealsMapping",
                () -> {
                    Map<Integer, IpAddress> ids = WireValues.serverIds(reals);
                    switch (present("action", action)) {
                        case ADD -> balancer.putServerIds(ids);
                        case DEL -> balancer.removeServerIds(ids);
                    }
                });
    }

    @Override
    public List<QuicReal> getQuicRealsMapping() {
        return WireValues.wire(balancer.serverIds());
    }

    @Override
    public Stats getStatsForVip(@Nullable Vip vip) {
        return read(
                "getStatsForVip",
                HistoricStats.none(),
                () -> {
                    VipKey key = WireValues.key(vip);
                    return HistoricStats.ofVip(balancer.statistics(), key);
                });
    }

    @Override
    public Stats getLruStats() {
        return statistics("getLruStats", Global.LRU);
    }

    @Override
    public Stats getLruMissStats() {
        return statistics("getLruMissStats", Global.LRU_MISS);
    }

    @Override
    public Stats getLruFallbackStats() {
        return statistics("getLruFallbackStats", Global.LRU_FALLBACK);
    }

    @Override
    public Stats getIcmpTooBigStats() {
        return statistics("getIcmpTooBigStats", Global.ICMP_TOO_BIG);
    }

    private Stats statistics(String call, Global counter) {
        return read(
                call,
                HistoricStats.none(),
                () -> HistoricStats.ofHost(balancer.statistics(), counter));
    }

    @Override
    public boolean addHealthcheckerDst(@Nullable Healthcheck healthcheck) {
        return change("addHealthcheckerDst", KatranServiceHandler::refuseHealthChecks);
    }

    @Override
    public boolean delHealthcheckerDst(int somark) {
        return change("delHealthcheckerDst", KatranServiceHandler::refuseHealthChecks);
    }

    /** The balancer has no forwarding of health checks, so no mark has a real. */
    @Override
    public Map<Integer, String> getHealthcheckersDst() {
        return Map.of();
    }

    private static void refuseHealthChecks() {
        throw new KatranException(
                ErrorCode.FEATURE_OFF,
                "this server does not forward health checks by socket mark; check the reals at"
                        + " their own addresses");
    }

    private VipStatus status(VipKey key) {
        return balancer.vip(key)
                .orElseThrow(
                        () -> new KatranException(ErrorCode.VIP_UNKNOWN, "there is no VIP " + key));
    }
}
