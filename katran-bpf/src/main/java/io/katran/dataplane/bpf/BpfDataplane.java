package io.katran.dataplane.bpf;

import io.katran.api.Count;
import io.katran.api.DataplaneException;
import io.katran.api.ErrorCode;
import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.ServerIdCount;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.bpf.Bpf;
import io.katran.bpf.BpfMap;
import io.katran.bpf.Cpus;
import io.katran.bpf.MappedMap;
import io.katran.control.Dataplane;
import io.katran.control.settings.Settings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data path in the kernel: one loaded program instance and its maps.
 *
 * <p>A fresh instance holds nothing and gets no packets. Program its state first, then {@link
 * #attach} it: packets go from the program that was there before straight to a complete one.
 */
public final class BpfDataplane implements Dataplane {
    private static final Logger LOG = LoggerFactory.getLogger(BpfDataplane.class);
    private static final int COUNTS_PER_READ = 4096;

    private final BpfSettings settings;
    private final BalancerObject balancer;
    private final VipTable vips;
    private final RingStore rings;
    private final EndpointStore endpoints;
    private final MappedMap control;
    private final ServerIdTable serverIds;
    private @Nullable Attachment attachment;

    private BpfDataplane(BpfSettings settings, BalancerObject balancer) {
        this.settings = settings;
        this.balancer = balancer;
        this.vips =
                new VipTable(
                        balancer.map("vip_map"),
                        balancer.map("vip_addrs"),
                        balancer.map("vip_state"),
                        balancer.layout);
        this.rings =
                new RingStore(
                        balancer.map("rings"),
                        RingStore.lines(settings.ringSize(), balancer.layout.slotsPerLine));
        this.endpoints =
                new EndpointStore(
                        balancer.map("endpoints"), balancer.layout.endpoint, settings.encap());
        this.control = balancer.map("control").mmap();
        this.serverIds =
                new ServerIdTable(
                        balancer.map("server_ids"),
                        balancer.layout.serverId,
                        settings.maxServerIds());
        for (int vip = 0; vip < settings.maxVips(); vip++) {
            vips.publish(vip, NONE, 0, VipFlags.NONE);
        }
    }

    /**
     * Loads the program and makes its maps, as the settings say.
     *
     * @throws DataplaneException NATIVE_UNAVAILABLE, NO_PERMISSION, KERNEL_TOO_OLD or
     *     KERNEL_REFUSED
     */
    public static BpfDataplane open(Settings settings) {
        BpfSettings wanted = BpfSettings.of(settings);
        BpfDataplane opened = open(wanted);
        LOG.info(
                "program loaded: {} instructions verified, coarse clock {}, connection tables for"
                        + " {} CPUs with {} entries in all",
                opened.balancer.program().info().verifiedInstructions(),
                KernelFeatures.hasCoarseClock() ? "used" : "absent",
                wanted.forwardingCores().size(),
                wanted.connectionEntries());
        return opened;
    }

    /**
     * @throws DataplaneException NATIVE_UNAVAILABLE, NO_PERMISSION, KERNEL_TOO_OLD or
     *     KERNEL_REFUSED
     */
    static BpfDataplane open(BpfSettings settings) {
        Bpf.unavailabilityCause()
                .ifPresent(
                        cause -> {
                            throw new DataplaneException(
                                    ErrorCode.NATIVE_UNAVAILABLE, cause.getMessage(), cause);
                        });
        return KernelErrors.call(
                "cannot load the balancer",
                () -> new BpfDataplane(settings, BalancerObject.load(settings)));
    }

    /** The loaded object, for those who run packets through it. */
    BalancerObject balancer() {
        return balancer;
    }

    /**
     * Sends the packets of an interface through this instance from now on, in the place of the
     * instance that held the pins before.
     *
     * @throws DataplaneException INTERFACE_UNKNOWN, XDP_BUSY, NO_PERMISSION or KERNEL_REFUSED
     */
    public void attach(Settings settings) {
        attach(AttachSettings.of(settings));
    }

    void attach(AttachSettings where) {
        Attachment made =
                KernelErrors.call(
                        "cannot attach to " + where.interfaceName(),
                        () -> Attachment.attach(balancer, where));
        attachment = made;
    }

    @Override
    public Capacity capacity() {
        return new Capacity(
                settings.maxVips(),
                settings.maxVips() + settings.spareRings(),
                settings.ringSize(),
                settings.maxEndpoints());
    }

    @Override
    public void writeRing(int ringSlot, short[] positions) {
        KernelErrors.run("cannot write ring " + ringSlot, () -> rings.write(ringSlot, positions));
    }

    @Override
    public void writeEndpoints(int firstId, List<Endpoint> written) {
        KernelErrors.run(
                "cannot write endpoints from " + firstId + " on",
                () -> endpoints.write(firstId, written));
    }

    @Override
    public void eraseEndpoints(int firstId, int count) {
        KernelErrors.run(
                "cannot erase endpoints from " + firstId + " on",
                () -> endpoints.erase(firstId, count));
    }

    @Override
    public void publish(int vip, int ringSlot, int regionBase, VipFlags flags) {
        vips.publish(vip, ringSlot, regionBase, flags);
    }

    @Override
    public void putVip(VipKey key, int vip) {
        KernelErrors.run("cannot add VIP " + key, () -> vips.put(key, vip));
    }

    @Override
    public void removeVip(VipKey key) {
        KernelErrors.run("cannot remove VIP " + key, () -> vips.remove(key));
    }

    @Override
    public void setVipAddresses(Set<IpAddress> addresses) {
        KernelErrors.run("cannot set the VIP addresses", () -> vips.setAddresses(addresses));
    }

    /** Six bytes in the order of the wire, as one store. */
    @Override
    public void setGatewayMac(MacAddress mac) {
        long wire = mac.bits() << 16;
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        control.setLongRelease(0, little ? Long.reverseBytes(wire) : wire);
    }

    @Override
    public void putServerIds(Map<Integer, Server> ids) {
        KernelErrors.run("cannot add server ids", () -> serverIds.put(ids));
    }

    @Override
    public void removeServerIds(Set<Integer> ids) {
        KernelErrors.run("cannot remove server ids", () -> serverIds.remove(ids));
    }

    @Override
    public long purgeFlows(Set<Integer> endpointIds, Set<Integer> vipNumbers) {
        return KernelErrors.call(
                "cannot purge flows", () -> balancer.connections.purge(endpointIds, vipNumbers));
    }

    @Override
    public List<Count> readEndpointCounts(int firstId, int count) {
        return readCounts("endpoint_count", firstId, count, balancer.layout.count::sum);
    }

    @Override
    public List<ServerIdCount> readServerIdCounts(int firstVip, int count) {
        return readCounts("vip_sid_count", firstVip, count, balancer.layout.serverId::sum);
    }

    /** Adds up one per-CPU value. */
    private interface Summation<T> {
        T sum(ByteBuffer values, int at, int stride, int cpus);
    }

    private <T> List<T> readCounts(String name, int first, int count, Summation<T> summation) {
        BpfMap map = balancer.map(name);
        List<T> counts = new ArrayList<>(count);
        KernelErrors.run(
                "cannot read counters",
                () -> {
                    ByteBuffer values = map.newValues(Math.min(count, COUNTS_PER_READ));
                    for (int done = 0; done < count; done += COUNTS_PER_READ) {
                        int part = Math.min(COUNTS_PER_READ, count - done);
                        map.readRange(first + done, part, values);
                        for (int i = 0; i < part; i++) {
                            counts.add(
                                    summation.sum(
                                            values,
                                            i * map.valueStride(),
                                            map.perCpuStride(),
                                            Cpus.possibleCount()));
                        }
                    }
                });
        return counts;
    }

    @Override
    public GlobalCounts readGlobalCounts() {
        BpfMap map = balancer.map("globals");
        return KernelErrors.call(
                "cannot read counters",
                () -> {
                    ByteBuffer value = map.newValues(1);
                    map.lookup(map.newKeys(1), value);
                    return balancer.layout.globals.sum(
                            value, map.perCpuStride(), Cpus.possibleCount());
                });
    }

    @Override
    public @Nullable String attachment() {
        return attachment == null ? null : attachment.toString();
    }

    @Override
    public void close() {
        vips.close();
        control.close();
        serverIds.close();
        if (attachment != null) {
            KernelErrors.run("cannot detach", attachment::close);
        }
        balancer.close();
    }
}
